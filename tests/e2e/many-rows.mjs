/** Ten thousand exchanges at once: the list must stay quick, and hold no more rows than can be seen. */
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { sleep } from './devtools.mjs';
import { drive } from './drive.mjs';

const MANY = 10_000;
/** A list that draws every row has thousands. */
const FEW = 200;
/** Reading twenty megabytes of JSON and drawing one screen of it, on a slow machine that is busy. */
const SLOW = 8_000;
const JUMP = 500;

/** @param {import('./session.mjs').Session} session @param {string} folder @returns {Promise<string[]>} */
export async function showManyRows(session, folder) {
  const scenario = scenarios.find(({ id }) => id === 'code-redeemed-twice');
  const { panel, devtools } = await drive(session, scenario);
  await panel.frame.waitForSelector(`[role=row][data-number="${scenario.findings.length}"]`, { timeout: 12_000 });
  const report = JSON.parse(await panel.export());

  const { received, jumped, drawn } = await panel.frame.evaluate(receiveMany, report.findings.at(-1), report.session, MANY);
  await sleep(JUMP);
  await devtools.screenshot({ path: join(folder, 'ten-thousand-rows.png') });
  const wrong = [];
  if ((await panel.count()) !== MANY) wrong.push(`the list holds ${await panel.count()} rows, not ${MANY}`);
  if (drawn > FEW) wrong.push(`${drawn} rows are in the page at once`);
  if (received > SLOW) wrong.push(`the panel took ${Math.round(received)} ms to take them in`);
  if (jumped > JUMP) wrong.push(`it took ${Math.round(jumped)} ms to draw the end of the list`);
  await panel.press('clear');
  await panel.frame.waitForSelector('[data-part=empty]', { timeout: 10_000 });
  return wrong;
}

/** Runs in the panel. The findings are made there, for they are too many to be carried over. */
async function receiveMany(pattern, session, count) {
  const findings = Array.from({ length: count }, (_, at) => ({
    ...pattern, number: at + 1, flow: at + 1, started: pattern.started + at * 10, related: [], causes: pattern.causes.slice(0, 2),
  }));
  const update = JSON.stringify({ keep: 0, findings, session });
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const start = performance.now();
  window.grantlens.receive(update);
  await frame();
  const received = performance.now() - start;
  const grid = document.querySelector('[role=grid]');
  const jump = performance.now();
  grid.scrollTop = grid.scrollHeight;
  await frame();
  return { received, jumped: performance.now() - jump, drawn: grid.querySelectorAll('[role=row]').length };
}
