/** Pictures of the panel, to be looked at: light and dark, narrow and low, empty and full. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { dock, place, setTheme, sleep, undock } from './devtools.mjs';
import { drive } from './drive.mjs';

/** Long enough for a theme or a layout to have been drawn. */
const SETTLED = 500;
const WINDOW = { width: 1280, height: 800 };
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
  await docked('right', 480, 'narrow');
  await docked('bottom', 260, 'bottom');
  return [];

  async function show(id) {
    const scenario = scenarios.find((each) => each.id === id);
    await drive(session, scenario);
    const last = scenario.findings.length;
    await panel.frame.waitForSelector(`[role=row][data-number="${last}"]`, { timeout: 12_000 });
    await panel.explanation(last);
  }

  /** Beside the inspected page, whose place stays blank in a picture of DevTools and is cut away. */
  async function docked(side, size, name) {
    await dock(devtools, side, size);
    await sleep(SETTLED);
    await inBothThemes(name, await place(devtools));
    await undock(devtools);
    await sleep(SETTLED);
  }

  async function inBothThemes(name, clip) {
    for (const theme of ['light', 'dark']) {
      await setTheme(devtools, theme);
      await sleep(SETTLED);
      await devtools.screenshot({ path: join(folder, `${name}-${theme}.png`), clip });
    }
    await setTheme(devtools, 'light');
  }
}
