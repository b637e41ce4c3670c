/** Runs the pages' Node.js fixes with the real google-auth-library. One line of JSON a page: `{page, fault}`. */
import { readFile } from 'node:fs/promises';
import { variants } from '../variants.mjs';
import { recipes } from './recipes.mjs';
import { tools } from './tools.mjs';

const wanted = await variants('Node.js (google-auth-library)');
const world = JSON.parse(await readFile('world.json', 'utf8'));
for (const [page, code] of wanted) console.log(JSON.stringify({ page, fault: await attempt(page, code) }));
for (const page of Object.keys(recipes).filter((page) => !wanted.has(page))) {
  console.log(JSON.stringify({ page, fault: 'there is a recipe and no fix to run with it' }));
}

async function attempt(page, code) {
  const recipe = recipes[page];
  if (!recipe) return 'this fix is shown and never run: it needs a recipe in tests/real/node/recipes.mjs';
  try {
    await recipe(tools(code, world));
    return null;
  } catch (error) {
    return `${error.stack}`;
  }
}
