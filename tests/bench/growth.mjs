/** What the panel's acts cost among more and more findings, in milliseconds. */
import { teachCost } from '../e2e/cost.mjs';
import { sleep } from '../e2e/devtools.mjs';

const AT_ONCE = 100;
const TIMES = 15;

/**
 * @param {import('puppeteer-core').Browser} browser @param {import('./isolated.mjs').Isolated} isolated
 * @param {object} entry a token request as DevTools told of it, after which all others are made @param {number[]} sizes
 * @returns {Promise<Record<string, [number, number][]>>} for each act, its cost at each size
 */
export async function measureGrowth(browser, isolated, entry, sizes) {
  const curves = { 'a new row': [], 'a key in the filter': [] };
  const page = await browser.newPage();
  await page.goto(`${isolated.base}/panel.html`);
  await page.waitForFunction(() => globalThis.grantlens);
  await teachCost(page);
  for (const size of sizes) {
    const costs = await page.evaluate(among, { entry, size, atOnce: AT_ONCE, times: TIMES });
    for (const [act, cost] of Object.entries(costs)) curves[act].push([size, cost]);
    await sleep(100);
  }
  await page.close();
  return curves;
}

/** Runs in the panel's page: the list is filled up to `size` findings, then each act is done several times. */
async function among({ entry, size, atOnce, times }) {
  const { Recorder } = await import('./grantlens.js');
  globalThis.recorder ??= new Recorder();
  globalThis.held ??= 0;
  const text = entry.response.content.text;
  const observe = () => {
    globalThis.held += 1;
    const startedDateTime = new Date(1_767_607_200_000 + globalThis.held * 60_000).toISOString();
    const postData = { text: entry.request.postData.text.replace(/refresh_token=[^&]*/, `refresh_token=1%2F%2F0gEXAMPLE${String(globalThis.held).padStart(8, '0')}NotARealRefreshTokenEXAMPLE`) };
    globalThis.recorder.observe({ ...entry, startedDateTime, request: { ...entry.request, postData } }, `entry ${globalThis.held}`, text, undefined, undefined);
  };
  const { cost, median } = globalThis;
  while (globalThis.held < size) {
    for (let more = 0; more < atOnce; more += 1) observe();
    globalThis.grantlens.receive(globalThis.recorder.news(atOnce));
    if (globalThis.held % 1_000 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  const rows = [];
  for (let more = 0; more < times; more += 1) {
    observe();
    const news = globalThis.recorder.news(atOnce);
    rows.push(await cost(() => globalThis.grantlens.receive(news)));
  }
  const box = document.querySelector('.filter input');
  const keys = [];
  for (const word of ['i', 'in', 'inv', 'inva', 'invalid_client', 'nowhere', 'n', '', '-client', '']) {
    keys.push(await cost(() => {
      box.value = word;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }));
  }
  return { 'a new row': median(rows), 'a key in the filter': median(keys) };
}
