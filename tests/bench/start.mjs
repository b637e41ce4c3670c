/** How soon things are there: the module in the DevTools page, and the panel's first paint. */
import { quantile } from './isolated.mjs';

const TIMES = 9;

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
