/** How soon things are there: the DevTools page, and the module in it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../e2e/browser.mjs';
import { openDevTools, recorderFrame } from '../e2e/devtools.mjs';
import { writeListener } from '../e2e/listener.mjs';
import { quantile } from './isolated.mjs';

const TIMES = 9;

/**
 * The DevTools page from its request to the end of its scripts, beside that of an extension whose listener ignores its argument; each
 * has a browser of its own, and DevTools is opened anew each time.
 * @param {string} extension the folder of the built extension
 */
export async function measureReady(extension) {
  const folder = await mkdtemp(join(tmpdir(), 'grantlens-bench-'));
  try {
    const listener = await writeListener(folder, { name: 'Listener' });
    const times = { [extension]: [], [listener]: [] };
    for (let time = 0; time < TIMES; time += 1) {
      for (const place of [extension, listener]) times[place].push(await readyAfter(place));
    }
    const [ours, reference] = [extension, listener].map((place) => quantile(times[place], 0.5));
    return [{ what: 'Chromium: DevTools page ready', ours, unit: 'ms', reference, of: 'that of an extension that ignores what it gets' }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<number>} in ms */
async function readyAfter(extension) {
  const browser = await launch({ extension, flags: [] });
  try {
    const devtools = await openDevTools((await browser.pages())[0]);
    const frame = await recorderFrame(devtools);
    await frame.waitForFunction(() => document.readyState === 'complete');
    return await frame.evaluate(() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd);
  } finally {
    await browser.close();
  }
}

/** The module from its file to a recorder that can take an entry, against fetching a file of that size alone. */
export async function measureModule(browser, isolated) {
  const times = { fetched: [], ready: [] };
  for (let time = 0; time < TIMES; time += 1) {
    for (const [name, way] of Object.entries({ fetched, ready })) {
      const page = await isolated.open(browser);
      times[name].push(await page.evaluate(way));
      await page.close();
    }
  }
  const [alone, ours] = [times.fetched, times.ready].map((list) => quantile(list, 0.5));
  return [{ what: 'Chromium: module loaded, recorder ready', ours, unit: 'ms', reference: alone, of: 'fetching its file alone' }];
}

/** Runs in the page. */
async function ready() {
  const start = performance.now();
  const { default: load, Recorder } = await import('./grantlens.js');
  await load({ module_or_path: new URL('grantlens_bg.wasm', location.href) });
  new Recorder();
  return performance.now() - start;
}

/** Runs in the page. */
async function fetched() {
  const start = performance.now();
  await (await fetch('grantlens_bg.wasm')).arrayBuffer();
  return performance.now() - start;
}
