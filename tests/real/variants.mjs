/** The fixes that the pages show, as they show them: `### Python (google-auth)` and its siblings under `## Fix`. */
import { readFile, readdir } from 'node:fs/promises';

const PAGES = new URL('../../causes/', import.meta.url);

/** @param {string} client a heading, such as `Python (google-auth)` @returns {Promise<Map<string, string>>} page id → code */
export async function variants(client) {
  const found = new Map();
  for (const file of (await readdir(PAGES)).filter((name) => /^[a-z].*\.md$/.test(name)).sort()) {
    const text = await readFile(new URL(file, PAGES), 'utf8');
    const part = text.split(/^## Fix$/m)[1]?.split(/^## /m)[0].split(/^### /m).find((piece) => piece.startsWith(`${client}\n`));
    const code = part && /^```\w+\n([\s\S]*?)^```$/m.exec(part)?.[1];
    if (code) found.set(file.slice(0, -3), code);
  }
  return found;
}
