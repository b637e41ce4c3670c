/** An extension that listens to the network as Grantlens does, and is nothing else: what Grantlens is compared with. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * @param {string} folder where it is written
 * @param {{name: string, listener?: string, before?: string, permissions?: string[]}} options what is done with each entry, and what once
 * before; a listener that ignores its argument, where nothing is said
 * @returns {Promise<string>} the folder
 */
export async function writeListener(folder, { name, listener = '() => {}', before = '', permissions = [] }) {
  await mkdir(folder, { recursive: true });
  const manifest = { manifest_version: 3, name, version: '1', devtools_page: 'devtools.html', permissions };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'devtools.html'), '<!doctype html><meta charset="utf-8"><script type="module" src="devtools.js"></script>');
  await writeFile(join(folder, 'devtools.js'), `${before}\nchrome.devtools.network.onRequestFinished.addListener(${listener});\n`);
  return folder;
}
