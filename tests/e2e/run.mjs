/**
 * Every scenario of the lab, in real Chromium with real DevTools.
 *
 *   node tests/e2e/run.mjs [--suite NAME] [--only id,…] [--extension DIR] [--page DIR] [--screens DIR] [--recordings FILE] [--scale PART]
 *
 * Without a name the ordinary suite is run; the others, which take minutes, are "leaks", "faults" and "load".
 *
 * One line for each scenario and each further check, and at the end a line of counts. The exit status is 0 when nothing failed.
 */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { existsSync } from 'node:fs';
import { HarnessFault } from './devtools.mjs';
import { loadSchema } from './schema.mjs';
import { Session } from './session.mjs';
import { suites } from './suites.mjs';

const HOUSE = resolve(fileURLToPath(import.meta.url), '../../..');
const ATTEMPTS = 3;
/** In the ordinary suite no check takes a tenth of this. The others have checks that take as long as the load they make. */
const PATIENCE = 300_000;

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    extension: { type: 'string', default: `${HOUSE}/dist/chrome` },
    page: { type: 'string', default: `${HOUSE}/dist/web` },
    screens: { type: 'string', default: `${HOUSE}/dist/screens` },
    scale: { type: 'string', default: '1' },
    suite: { type: 'string', default: 'ordinary' },
    recordings: { type: 'string', default: `${HOUSE}/target/leaks/planted.json` },
  },
});
if (!existsSync(`${options.extension}/manifest.json`)) {
  console.error(`There is no built extension in ${options.extension}. Build it with: ./build.sh dist`);
  process.exit(2);
}

const schema = loadSchema(`${HOUSE}/docs/report.schema.json`);
const known = suites({ ...options, scale: Number(options.scale), house: HOUSE }, schema);
const cases = known[options.suite];
if (!cases) {
  console.error(`There is no suite ${options.suite}. There are: ${Object.keys(known).join(', ')}`);
  process.exit(2);
}
const wanted = options.only?.split(',');
const unknown = wanted?.filter((id) => !cases.some((each) => each.id === id)) ?? [];
if (unknown.length > 0) {
  console.error(`There is no scenario ${unknown.join(', ')}. There are: ${cases.map(({ id }) => id).join(', ')}`);
  process.exit(2);
}

/** The browser was seen to stop answering in the middle of a check. */
class Silence extends HarnessFault {}

let session = null;
const chosen = cases.filter(({ id }) => !wanted || wanted.includes(id));
const failed = [];
const began = Date.now();
for (const each of chosen) {
  const start = Date.now();
  const wrong = await attempt(each);
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  console.log(`${wrong.length === 0 ? 'ok    ' : 'FAILED'} ${each.id} (${seconds} s)`);
  for (const sentence of wrong) console.log(`         ${sentence}`);
  if (wrong.length > 0) failed.push(each);
}
await session?.close();
const counts = (list) => [list.filter(({ scenario }) => scenario).length, list.filter(({ scenario }) => !scenario).length];
const [[scenariosRun, checksRun], [scenariosFailed, checksFailed]] = [counts(chosen), counts(failed)];
console.log(`\n${scenariosRun} scenarios, ${scenariosFailed} failed; ${checksRun} further checks, ${checksFailed} failed (${Math.round((Date.now() - began) / 1000)} s)`);
process.exit(failed.length === 0 ? 0 : 1);

/** A fault of the harness is worth another try in a fresh browser; a fault of the product never is. */
async function attempt(each) {
  for (let count = 1; ; count += 1) {
    try {
      session ??= await Session.start(options.extension);
      const wrong = await answered(each.run(session));
      return [...wrong, ...session.complaints.splice(0)];
    } catch (error) {
      if (error instanceof Silence) session?.browser?.process()?.kill('SIGKILL');
      await session?.close().catch(() => {});
      session = null;
      if (!(error instanceof HarnessFault) || count === ATTEMPTS) return [error.stack];
      console.log(`       ${each.id}: ${error.message} Once more in a fresh browser.`);
    }
  }
}

function answered(run) {
  if (options.suite !== 'ordinary') return run;
  let timer;
  const silence = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Silence('the browser does not answer.')), PATIENCE);
  });
  return Promise.race([run, silence]).finally(() => clearTimeout(timer));
}
