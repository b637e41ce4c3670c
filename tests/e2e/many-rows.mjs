/**
 * Ten thousand exchanges: the list stays quick and draws only what is in sight, and one more costs what it always does.
 * Times are compared with each other and with a yardstick that is measured beside them; they are printed, too.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { teachCost } from './cost.mjs';
import { sleep } from './devtools.mjs';
import { drive } from './drive.mjs';

const MANY = 10_000;
/** A list that draws every row has thousands. */
const FEW = 200;
/** So many findings come at once, as extension/session.js sends them. */
const AT_ONCE = 100;
/** The yardstick is to parse the JSON of so many findings: some 50 ms on an ordinary machine. */
const YARDSTICK = 5_000;
/** No step may take so many times the yardstick. */
const LONGEST = 1.5;
/** One more finding among ten thousand may cost so many times what it costs among ten; both are small and shake. */
const ONE_MORE = 3;

/** @param {import('./session.mjs').Session} session @param {string} folder @returns {Promise<string[]>} */
export async function showManyRows(session, folder) {
  const scenario = scenarios.find(({ id }) => id === 'code-redeemed-twice');
  const { panel, devtools } = await drive(session, scenario);
  await panel.frame.waitForSelector(`[role=row][data-number="${scenario.findings.length}"]`, { timeout: 12_000 });

  await teachCost(panel.frame);
  const { yardstick, steps, among, drawn } = await panel.frame.evaluate(receiveMany, { many: MANY, atOnce: AT_ONCE, some: YARDSTICK });
  await sleep(500);
  await mkdir(folder, { recursive: true });
  await devtools.screenshot({ path: join(folder, 'ten-thousand-rows.png') });
  const wrong = [];
  const told = Object.entries(steps).map(([name, took]) => `${name} ${took.toFixed(0)}`).join(', ');
  console.log(`       ${MANY} rows, in ms: ${told}; to parse ${YARDSTICK} findings ${yardstick.toFixed(0)}; one more among 10: ${among[10].toFixed(2)}, among ${MANY}: ${among[MANY].toFixed(2)}`);
  if ((await panel.count()) !== MANY + 21) wrong.push(`the list holds ${await panel.count()} rows, not ${MANY + 21}`);
  if (drawn > FEW) wrong.push(`${drawn} rows are in the page at once`);
  for (const [name, took] of Object.entries(steps)) {
    if (took > LONGEST * yardstick) wrong.push(`“${name}” takes ${took.toFixed(0)} ms, more than ${LONGEST} times the ${yardstick.toFixed(0)} ms of parsing ${YARDSTICK} findings`);
  }
  if (among[MANY] > ONE_MORE * among[10]) wrong.push(`one more finding costs ${among[MANY].toFixed(2)} ms among ${MANY}, ${among[10].toFixed(2)} ms among 10`);
  await panel.press('clear');
  await panel.frame.waitForSelector('[data-part=empty]', { timeout: 10_000 });
  return wrong;
}

/** Runs in the panel. The findings are made there, by a recorder of the panel's own. */
async function receiveMany({ many, atOnce, some }) {
  const { default: init, Recorder } = await import('./grantlens.js?many-rows');
  await init({ module_or_path: 'grantlens_bg.wasm' });
  const recorder = new Recorder();
  let count = 0;
  const record = (to) => {
    for (; count < to; count += 1) {
      const entry = {
        startedDateTime: new Date(1_767_607_200_000 + count * 10).toISOString(), time: 5,
        request: { method: 'POST', url: 'https://oauth2.googleapis.com/token', postData: { text: `grant_type=refresh_token&refresh_token=1//EXAMPLE-${count}` } },
        response: { status: 400 },
      };
      recorder.observe(entry, String(count), `{"error":"${count % 3 ? 'invalid_grant' : 'invalid_client'}"}`, undefined, undefined);
    }
  };
  const { cost, median } = globalThis;
  const oneMore = async (held) => {
    const costs = [];
    for (let more = 0; more < 21; more += 1) {
      record(held + more + 1);
      const news = recorder.news(atOnce);
      costs.push(await cost(() => window.grantlens.receive(news)));
    }
    return median(costs);
  };

  record(10);
  const [pattern] = JSON.parse(recorder.exportReport()).findings;
  const text = JSON.stringify(Array.from({ length: some }, () => pattern));
  window.grantlens.receive(recorder.news(atOnce));
  const among = { 10: await oneMore(10) };
  const received = [];
  record(many);
  for (let news = recorder.news(atOnce); news; news = recorder.news(atOnce)) {
    received.push(await cost(() => window.grantlens.receive(news)));
  }
  among[many] = await oneMore(many);

  const grid = document.querySelector('[role=grid]');
  const box = document.querySelector('.filter input');
  const write = (text) => cost(() => {
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const press = (selector) => cost(() => document.querySelector(selector).click());
  const round = async () => ({
    'take in a slice': median(received),
    'scroll to the end': await cost(() => {
      grid.scrollTop = grid.scrollHeight;
      grid.dispatchEvent(new Event('scroll'));
    }),
    'filter by a word': await write('invalid_client'),
    'filter by a word that no row has': await write('nowhere-to-be-found'),
    'filter by an expression': await write('/client$/'),
    'filter by nothing': await write(''),
    'filter by a chip': await press('[data-chip=failed]'),
    'all again': await press('[data-chip=all]'),
    'sort by error': await press('[data-sort=error]'),
    'turn the order': await press('[data-sort=error]'),
    'filter while sorted': await write('-invalid_client'),
    'sort by time': await write('').then(() => press('[data-sort=time]')),
    yardstick: await cost(() => JSON.parse(text)),
  });
  // What else runs on the machine makes a step longer, never shorter: the least of some rounds is its cost.
  const rounds = [];
  while (rounds.length < 5) rounds.push(await round());
  const least = Object.keys(rounds[0]).map((name) => [name, Math.min(...rounds.map((each) => each[name]))]);
  const { yardstick, ...steps } = Object.fromEntries(least);
  return { yardstick, steps, among, drawn: grid.querySelectorAll('[role=row]').length };
}
