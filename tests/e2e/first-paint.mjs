/**
 * How soon the panel shows its first rows when a thousand findings wait for it, against an extension page that only says a
 * word: both are opened several times in one browser, and the medians are compared.
 */
import { createHash } from 'node:crypto';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { launch } from './browser.mjs';
import { drive } from './drive.mjs';

const WAITING = 1_000;
/** As extension/session.js sends them. */
const FIRST = 30;
const AT_ONCE = 100;
const TIMES = 7;
/** The first rows may come so many times later than the word of the empty page. */
const MOST_TIMES = 8;

/** @param {import('./session.mjs').Session} session @param {string} extension @returns {Promise<string[]>} */
export async function paintFirst(session, extension) {
  const scenario = scenarios.find(({ id }) => id === 'code-redeemed-twice');
  const { panel } = await drive(session, scenario);
  await panel.frame.waitForSelector(`[role=row][data-number="${scenario.findings.length}"]`, { timeout: 12_000 });
  const report = JSON.parse(await panel.export());

  const folder = await mkdtemp(join(tmpdir(), 'grantlens-first-paint-'));
  let browser;
  try {
    await cp(extension, folder, { recursive: true });
    await writeFile(join(folder, 'word.html'), '<!doctype html><html lang="en"><meta charset="utf-8"><title>Word</title><link rel="stylesheet" href="panel.css"><main>Word</main></html>');
    browser = await launch({ extension: folder, flags: [] });
    const base = `chrome-extension://${extensionId(folder)}`;
    const word = await times(browser, () => {}, `${base}/word.html`, () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
    const rows = await times(browser, feed, `${base}/panel.html`, () => globalThis.firstRows, { pattern: report.findings.at(-1), session: report.session, waiting: WAITING, first: FIRST, atOnce: AT_ONCE });
    const ratio = rows / word;
    console.log(`       first paint of an empty extension page ${word.toFixed(0)} ms, of the panel's rows with ${WAITING} findings waiting ${rows.toFixed(0)} ms: ${ratio.toFixed(1)} times`);
    return ratio > MOST_TIMES ? [`the panel's rows are painted ${ratio.toFixed(1)} times later than an empty page`] : [];
  } finally {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function times(browser, before, address, read, argument) {
  const all = [];
  for (let time = 0; time < TIMES; time += 1) {
    const page = await browser.newPage();
    await page.evaluateOnNewDocument(before, argument ?? null);
    await page.goto(address);
    await page.waitForFunction(read, { timeout: 20_000, polling: 20 });
    all.push(await page.evaluate(read));
    await page.close();
  }
  return all.sort((one, other) => one - other)[TIMES >> 1];
}

/** Runs in the panel's page, before anything else there: findings come as extension/session.js sends them. */
function feed({ pattern, session, waiting, first, atOnce }) {
  const slices = [];
  for (let from = 0; from < waiting; from += from ? atOnce : first) {
    const findings = Array.from({ length: Math.min(from ? atOnce : first, waiting - from) }, (_, at) => ({ ...pattern, number: from + at + 1, flow: from + at + 1, related: [] }));
    slices.push(JSON.stringify({ forgotten: 0, keep: from, findings, session }));
  }
  addEventListener('grantlens-ready', async () => {
    for (const slice of slices) {
      globalThis.grantlens.receive(slice);
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
  const look = () => {
    if (document.querySelector('[role=row][data-number]')) setTimeout(() => { globalThis.firstRows ??= performance.now(); });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Chromium names an unpacked extension after its folder: a digest in the letters from a to p. */
const extensionId = (folder) =>
  createHash('sha256').update(folder).digest('hex').slice(0, 32).replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 16)));
