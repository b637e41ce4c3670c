/** Pictures of the panel, to be looked at: light and dark, narrow and low, empty and full. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { setTheme, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';

/** Long enough for a theme or a layout to have been drawn. */
const SETTLED = 500;
const WINDOW = { width: 1280, height: 800 };
/** As wide as DevTools docked at the right of a page, and as high as at its bottom. */
const NARROW = { width: 480, height: 800 };
const LOW = { width: 1280, height: 260 };
const SHOWN = ['verifier-mismatch', 'code-redeemed-twice', 'app-in-testing', 'clock-skew', 'dead-token-unseen', 'three-failures', 'never-read'];

/** @param {import('./session.mjs').Session} session @param {string} folder @returns {Promise<string[]>} */
export async function takeScreens(session, folder) {
  await mkdir(folder, { recursive: true });
  const { devtools, panel } = await session.tab();
  await devtools.setViewport(WINDOW);
  await panel.clear();
  await inBothThemes('empty');
  for (const id of SHOWN) {
    await show(id);
    await inBothThemes(id);
  }
  await show(SHOWN[0]);
  await devtools.setViewport(NARROW);
  await inBothThemes('narrow');
  await devtools.setViewport(LOW);
  await inBothThemes('bottom');
  await devtools.setViewport(WINDOW);
  return [];

  async function show(id) {
    const scenario = scenarios.find((each) => each.id === id);
    await drive(session, scenario);
    const last = scenario.findings.length;
    await panel.frame.waitForSelector(`[role=row][data-number="${last}"]`, { timeout: 12_000 });
    await panel.explanation(last);
  }

  async function inBothThemes(name) {
    for (const theme of ['light', 'dark']) {
      await setTheme(devtools, theme);
      await sleep(SETTLED);
      await devtools.screenshot({ path: join(folder, `${name}-${theme}.png`) });
    }
    await setTheme(devtools, 'light');
  }
}
