/**
 * What a long session costs: 100,000 ordinary requests with 1,000 token exchanges among them, and 10,000 failing exchanges as fast
 * as the browser sends them. Figures are printed. What is a count or a size must keep to its limit; what is a time is compared
 * with a yardstick of the same run.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allowOrigin, json } from '../lab/http.mjs';
import { LAB_PAGE, startLab } from '../lab/lab.mjs';
import { launch } from './browser.mjs';
import { openDevTools, recorderFrame } from './devtools.mjs';
import { inspectorOf, memories } from './heap.mjs';
import { writeListener } from './listener.mjs';
import { extensionProcess, residentBytes } from './processes.mjs';
import { ownTime } from './profile.mjs';

const TOKEN = 'https://oauth2.googleapis.com/token';
const ORDINARY = 100_000;
const EXCHANGES = 1_000;
const FAILURES = 10_000;
/** The time of our own is measured in a slice of so many requests, for being watched costs time too. */
const WATCHED = 10_000;
/** So many requests are in flight at once. */
const ABREAST = 12;
/** And so many are asked of the page at once, for the harness waits three minutes for it at most. */
const SLICE = 5_000;
const PATIENCE = 120_000;

const HEAP_MB = 10;
/** Beyond what the process of an extension grows by whose listener ignores its argument. */
const PROCESS_MB = 60;
/** 5 µs of our own, where the browser's thread takes 120 for a request (both measured in one run). */
const OWN_SHARE = 1 / 24;

/** @param {{scale: number}} options a part of the load, for trying out */
export const loadChecks = ({ scale }) => [
  { id: 'many-requests', run: (session) => manyRequests(session, scale) },
  { id: 'many-failures', run: (session) => manyFailures(session, scale) },
];

async function manyRequests(session, scale) {
  const tab = await session.tab();
  const { panel, recorder } = tab;
  await panel.clear();
  answerAll(session.lab);
  const client = await inspectorOf(recorder);
  const wrong = [];
  try {
    const least = await leastGrowth(scale);
    await flood(tab.page, { ordinary: 100, every: 100 });
    await holds(panel, 1);
    await panel.clear();
    const before = await sizes(session, client);
    const own = await ownTime(client, recorder, () => flood(tab.page, { ordinary: WATCHED, every: 0 }));
    const began = Date.now();
    await flood(tab.page, { ordinary: ORDINARY * scale, every: ORDINARY / EXCHANGES });
    const seconds = (Date.now() - began) / 1000;
    const wanted = EXCHANGES * scale;
    await holds(panel, wanted).catch(() => {});
    const after = await sizes(session, client);
    const grown = (what) => (after[what] - before[what]) / 1e6;
    const report = JSON.parse(await panel.export());
    const whole = report.findings.filter(({ answer }) => answer.error === 'invalid_grant').length;
    say(`${ORDINARY * scale} ordinary requests and ${wanted} token exchanges in ${seconds.toFixed(0)} s: ${report.findings.length} listed, ${whole} with their answer`);
    say(`heap of the extension +${grown('heap').toFixed(1)} MB, memory of its modules +${grown('modules').toFixed(1)} MB, its process +${grown('resident').toFixed(1)} MB, that of an extension whose listener ignores its argument +${least.toFixed(1)} MB`);
    const share = (own.ours - own.yardstick) / own.all;
    say(`own time per ordinary request ${own.ours.toFixed(1)} µs, of a listener that ignores its argument ${own.yardstick.toFixed(1)} µs; with the browser's own work ${own.all.toFixed(0)} µs, of which ours is ${(100 * share).toFixed(1)} %`);
    if (whole !== wanted) wrong.push(`of ${wanted} exchanges ${report.findings.length} are listed, ${whole} with their answer`);
    if (grown('heap') > HEAP_MB) wrong.push(`the heap grows by ${grown('heap').toFixed(1)} MB, more than ${HEAP_MB}`);
    if (grown('resident') - least > PROCESS_MB) wrong.push(`the process grows by ${(grown('resident') - least).toFixed(1)} MB more than it must, more than ${PROCESS_MB}`);
    if (share > OWN_SHARE) wrong.push(`of the time that an ordinary request takes ${(100 * share).toFixed(1)} % is our own, more than ${(100 * OWN_SHARE).toFixed(1)} %`);
    await panel.clear();
  } finally {
    session.lab.instead = undefined;
  }
  return wrong;
}

/** What the process of an extension grows by, in MB, that does nothing with the same requests, in a browser of its own. */
async function leastGrowth(scale) {
  const folder = await mkdtemp(join(tmpdir(), 'grantlens-load-'));
  const lab = await startLab();
  let browser;
  try {
    answerAll(lab);
    browser = await launch({ extension: await writeListener(folder, { name: 'Listener' }), flags: lab.browserFlags });
    const page = (await browser.pages())[0];
    await page.goto(LAB_PAGE);
    const devtools = await openDevTools(page);
    await page.reload();
    const client = await inspectorOf(await recorderFrame(devtools));
    await flood(page, { ordinary: 100, every: 100 });
    const before = await sizes({ browser }, client);
    await flood(page, { ordinary: WATCHED, every: 0 });
    await flood(page, { ordinary: ORDINARY * scale, every: ORDINARY / EXCHANGES });
    const after = await sizes({ browser }, client);
    return (after.resident - before.resident) / 1e6;
  } finally {
    await browser?.close();
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function manyFailures(session, scale) {
  const { page, panel } = await session.tab();
  await panel.clear();
  answerAll(session.lab);
  const wrong = [];
  const wanted = FAILURES * scale;
  try {
    await panel.frame.evaluate(watchPauses);
    const began = Date.now();
    await flood(page, { ordinary: 0, exchanges: wanted });
    const sent = (Date.now() - began) / 1000;
    await holds(panel, wanted).catch(() => {});
    const listed = (Date.now() - began) / 1000;
    const count = await panel.count();
    const pause = await panel.frame.evaluate(() => globalThis.longestPause);
    const look = Date.now();
    await panel.press('export');
    await panel.frame.click('[role=grid] [role=row][data-number]');
    await panel.frame.waitForSelector('[data-finding]', { timeout: PATIENCE });
    say(`${wanted} failing exchanges sent in ${sent.toFixed(0)} s, ${count} listed after ${listed.toFixed(0)} s; the panel's longest pause ${pause.toFixed(0)} ms; exported and one opened in ${Date.now() - look} ms`);
    if (count !== wanted) wrong.push(`of ${wanted} failing exchanges ${count} are listed`);
    if ((await panel.faults()).length > 0) wrong.push(`the panel reports: ${await panel.faults()}`);
    await panel.clear();
  } finally {
    session.lab.instead = undefined;
  }
  return wrong;
}

const say = (sentence) => console.log(`       ${sentence}`);

/** The lab answers at once: what is measured is the extension. */
function answerAll(lab) {
  const refusal = json(400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' });
  lab.instead = (asked) => {
    if (asked.url.pathname.startsWith('/ordinary/')) return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(500) };
    if (asked.url.href === TOKEN) return { ...refusal, headers: { ...refusal.headers, ...allowOrigin(asked) } };
    return undefined;
  };
}

async function flood(page, { ordinary, every = 0, exchanges = 0 }) {
  if (!page.url().startsWith(LAB_PAGE)) await page.goto(LAB_PAGE);
  for (let sent = 0; sent < ordinary + exchanges; sent += SLICE) {
    const rest = (wanted) => Math.min(SLICE, Math.max(0, wanted - sent));
    await page.evaluate(sendAll, { ordinary: rest(ordinary), every, exchanges: rest(exchanges), abreast: ABREAST, token: TOKEN });
  }
}

/** Runs in the page: so many ordinary requests, with an exchange after `every` of them, or exchanges alone. */
async function sendAll({ ordinary, every, exchanges, abreast, token }) {
  let next = 0;
  const exchange = (at) => fetch(token, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'EXAMPLE', refresh_token: `1//0gEXAMPLE-${at}-${crypto.randomUUID()}` }) });
  const send = async () => {
    for (let at = next++; at < ordinary + exchanges; at = next++) {
      await (await (at < ordinary ? fetch(`/ordinary/${at}`) : exchange(at))).text();
      if (every > 0 && at % every === every - 1) await (await exchange(at)).text();
    }
  };
  await Promise.all(Array.from({ length: abreast }, send));
}

const holds = (panel, count) =>
  panel.frame.waitForFunction((wanted) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 1) - 1 >= wanted, { timeout: PATIENCE, polling: 200 }, count);

/** The heap without garbage, the modules' memory and the process, in bytes. */
async function sizes({ browser }, client) {
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  const process = extensionProcess(browser);
  return { heap: usedSize, modules: (await memories(client)).reduce((sum, text) => sum + text.length, 0), resident: process ? residentBytes(process) : 0 };
}

/** Runs in the panel: keeps the longest time in which nothing else could run. */
function watchPauses() {
  globalThis.longestPause = 0;
  let before = performance.now();
  const look = () => {
    const now = performance.now();
    globalThis.longestPause = Math.max(globalThis.longestPause, now - before);
    before = now;
    setTimeout(look, 10);
  };
  look();
}
