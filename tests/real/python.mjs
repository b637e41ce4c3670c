/** The Python that runs the real libraries: one of its own, in `target/python`, with the versions of `requirements.txt`. */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const FOLDER = fileURLToPath(new URL('../../target/python', import.meta.url));

/** @param {string} [program] @returns {Promise<string>} the path of a program in that Python's folder */
export async function python(program = 'python') {
  const path = join(FOLDER, process.platform === 'win32' ? 'Scripts' : 'bin', program);
  await access(path).catch(() => {
    throw new Error(`There is no ${path}; ./build.sh test makes it.`);
  });
  return path;
}

export const execute = promisify(execFile);
