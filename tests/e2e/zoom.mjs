/**
 * The panel at every size that DevTools' own zoom gives it: what Ctrl and + do in the DevTools window, by the same call that
 * its keyboard makes. The browser scales the whole of DevTools, the panel within it, so that its pixels are the reader's.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep, zoom } from './devtools.mjs';
import { cutOff, lab } from './states.mjs';

const SETTLED = 400;
/** In percent, the widest range that issue and browser share. */
const FACTORS = [50, 67, 100, 150, 200];
const PICTURED = [50, 200];

/** @param {import('./session.mjs').Session} session @param {string} folder @returns {Promise<string[]>} */
export async function zoomDevTools(session, folder) {
  const place = join(folder, 'zoom');
  await mkdir(place, { recursive: true });
  const tab = { session, ...(await session.tab()) };
  const { devtools, panel } = tab;
  await lab(tab, 'three-failures');
  const [plain] = await measure(panel);
  const wrong = [];
  try {
    for (const percent of FACTORS) {
      await zoom(devtools, percent);
      await sleep(SETTLED);
      const [ratio, width] = await measure(panel);
      if (Math.abs(ratio / plain - percent / 100) > 0.01) wrong.push(`at ${percent} % a pixel of the page is ${ratio / plain} of its size before`);
      wrong.push(...(await panel.frame.evaluate(cutOff)).map((element) => `at ${percent} %, ${width} wide: ${element}`));
      if (PICTURED.includes(percent)) await devtools.screenshot({ path: join(place, `${percent}.png`) });
    }
  } finally {
    await zoom(devtools, 100);
  }
  await panel.clear();
  return wrong;
}

const measure = (panel) => panel.frame.evaluate(() => [devicePixelRatio, innerWidth]);
