/**
 * How soon the panel shows its first rows when a thousand findings wait for it, against an extension page that only says a
 * word: both are opened several times in one browser, and the medians are compared.
 */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionId, launch } from './browser.mjs';

const WAITING = 1_000;
/** As extension/session.js sends them. */
const FIRST = 30;
const AT_ONCE = 100;
const TIMES = 7;
/** The first rows may come so many times later than the word of the empty page. */
const MOST_TIMES = 8;

/** @param {string} extension @returns {Promise<string[]>} */
export async function paintFirst(extension) {
  const { word, panel, rows } = await measureFirstPaint(extension, WAITING);
  const ratio = rows / word;
  console.log(`       first paint of an empty extension page ${word.toFixed(0)} ms, of the panel with ${WAITING} findings waiting ${panel.toFixed(0)} ms, its rows ${rows.toFixed(0)} ms: ${ratio.toFixed(1)} times`);
  return ratio > MOST_TIMES ? [`the panel's rows are painted ${ratio.toFixed(1)} times later than an empty page`] : [];
}

/**
 * The medians of the first paint of an empty page, of the panel's first paint, and of the moment at which its rows are painted.
 * @param {string} extension @param {number} waiting how many findings wait for the panel
 */
export async function measureFirstPaint(extension, waiting) {
  const folder = await mkdtemp(join(tmpdir(), 'grantlens-first-paint-'));
  let browser;
  try {
    await cp(extension, folder, { recursive: true });
    await writeFile(join(folder, 'word.html'), '<!doctype html><html lang="en"><meta charset="utf-8"><title>Word</title><link rel="stylesheet" href="panel.css"><main>Word</main></html>');
    browser = await launch({ extension: folder, flags: [] });
    const base = `chrome-extension://${extensionId(folder)}`;
    const painted = () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    const word = await times(browser, () => {}, `${base}/word.html`, painted);
    const [first, ...later] = await recorded(browser, `${base}/word.html`, waiting);
    // A page that is given all of them at its beginning reads them before anything else, which the panel need not do.
    await writeFile(join(folder, 'later.json'), JSON.stringify(later));
    const panel = await times(browser, feed, `${base}/panel.html`, painted, first);
    const rows = waiting > 0 ? await times(browser, feed, `${base}/panel.html`, () => globalThis.firstRows, first) : panel;
    return { word, panel, rows };
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

/** The news of a session with so many failures, as extension/session.js sends them, their bytes as text. */
async function recorded(browser, address, many) {
  const page = await browser.newPage();
  await page.goto(address);
  const slices = await page.evaluate(async ({ waiting, first, atOnce }) => {
    const { default: init, Recorder } = await import('./grantlens.js');
    await init({ module_or_path: 'grantlens_bg.wasm' });
    const recorder = new Recorder();
    for (let count = 0; count < waiting; count += 1) {
      const entry = {
        startedDateTime: new Date(1_767_607_200_000 + count * 1_000).toISOString(), time: 5,
        request: { method: 'POST', url: 'https://oauth2.googleapis.com/token', postData: { text: `grant_type=refresh_token&client_id=EXAMPLE&refresh_token=1//EXAMPLE-${count}` } },
        response: { status: 400 },
      };
      recorder.observe(entry, String(count), '{"error":"invalid_grant","error_description":"Bad Request"}', undefined, undefined);
    }
    const text = (bytes) => btoa(String.fromCharCode(...bytes));
    const all = [];
    for (let news = recorder.news(first); news; news = recorder.news(atOnce)) {
      all.push({ forgotten: news.forgotten, keep: news.keep, session: text(news.session), findings: news.findings.map(text) });
    }
    return all;
  }, { waiting: many, first: FIRST, atOnce: AT_ONCE });
  await page.close();
  return slices;
}

/** Runs in the panel's page, before anything else there. */
function feed(first) {
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const receive = (slice) => globalThis.grantlens.receive({ ...slice, session: bytes(slice.session), findings: slice.findings.map(bytes) });
  addEventListener('grantlens-ready', async () => {
    if (!first) return;
    receive(first);
    const later = await fetch('later.json');
    for (const slice of await later.json()) {
      receive(slice);
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
  const look = () => {
    if (document.querySelector('[role=row][data-number]')) setTimeout(() => { globalThis.firstRows ??= performance.now(); });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
