/**
 * The pictures of the README and the documentation, in `docs/pictures/`. Each run compares what the panel shows with what it
 * showed when they were taken, and takes them anew where that differs: then they are to be looked at, and committed.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { HarnessFault, setTheme, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';

const PATIENCE = 12_000;
const SETTLED = 500;
const ATTEMPTS = 5;
/** No picture of letters is as small, in bytes. */
const EMPTY = 6_000;
const WINDOW = { width: 1280, height: 800 };
const PICTURES = [
  { name: 'panel', scenario: 'code-redeemed-twice', size: { width: 1200, height: 760 }, part: 'main' },
  { name: 'flow', scenario: 'grant-revoked', size: { width: 1200, height: 1400 }, part: '[data-part=flow]' },
];

/** @param {import('./session.mjs').Session} session @param {string} house @returns {Promise<string[]>} */
export async function takePictures(session, house) {
  const folder = join(house, 'docs/pictures');
  await mkdir(folder, { recursive: true });
  const look = createHash('sha256').update(await readFile(join(house, 'www/panel.css'))).digest('hex');
  const { devtools } = await session.tab();
  for (const { name, scenario, size, part } of PICTURES) {
    await devtools.setViewport(size);
    const { panel } = await drive(session, scenarios.find(({ id }) => id === scenario));
    const last = scenarios.find(({ id }) => id === scenario).findings.length;
    await panel.frame.waitForSelector(`[role=row][data-number="${last}"]`, { timeout: PATIENCE });
    await panel.explanation(last);
    const shown = await panel.frame.evaluate((selector) => document.querySelector(selector).innerText, part);
    const now = `${steady(shown)}\n\nLook: ${look}\n`;
    const kept = join(folder, `${name}.txt`);
    if ((await readFile(kept, 'utf8').catch(() => '')) === now) continue;
    for (const theme of ['light', 'dark']) {
      await setTheme(devtools, theme);
      await sleep(SETTLED);
      await writeFile(join(folder, `${name}-${theme}.png`), await drawn(panel, part));
    }
    await setTheme(devtools, 'light');
    await writeFile(kept, now);
    console.log(`       docs/pictures: ${name} was drawn anew. Look at it, and commit it.`);
  }
  await devtools.setViewport(WINDOW);
  return [];
}

/** The part as it is drawn. A screenshot after a change of size may come before the drawing: an empty one is far smaller. */
async function drawn(panel, part) {
  for (let attempt = 0; ; attempt += 1) {
    const element = await panel.frame.$(part);
    const picture = await element.screenshot();
    if (picture.length > EMPTY) return picture;
    if (attempt === ATTEMPTS) throw new HarnessFault(`the picture of ${part} stays empty.`);
    await sleep(SETTLED);
  }
}

/** The words without what differs from run to run: times, durations and fingerprints. */
const steady = (text) =>
  text
    .replaceAll(/\d{2}:\d{2}:\d{2}(\.\d+)?/g, '‹time›')
    .replaceAll(/\d+(\.\d+)? m?s\b/g, '‹duration›')
    .replaceAll(/\b[0-9A-HJKMNP-TV-Z]{10}\b/g, '‹fingerprint›');
