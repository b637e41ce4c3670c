/**
 * Shows Grantlens at work.
 *
 *   node tests/e2e/demo.mjs [--headless]
 *
 * With a display: a browser with the lab's page and DevTools open, until its window is closed. Without: one failing
 * token exchange, its explanation in the terminal, the report and a picture of the panel in dist/demo/.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LAB_PAGE, startLab } from '../lab/lab.mjs';
import { scenarios } from '../lab/scenarios.mjs';
import { launch } from './browser.mjs';
import { openDevTools, showPanel, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';
import { printFinding } from './print.mjs';
import { Session } from './session.mjs';

const HOUSE = resolve(fileURLToPath(import.meta.url), '../../..');
const EXTENSION = join(HOUSE, 'dist/chrome');
const OUT = join(HOUSE, 'dist/demo');

const { values: options } = parseArgs({ options: { headless: { type: 'boolean', default: false } } });
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
await (options.headless || !hasDisplay ? inTheTerminal() : inAWindow());

async function inAWindow() {
  const lab = await startLab();
  const browser = await launch({ extension: EXTENSION, flags: lab.browserFlags, headless: false, width: 1600, height: 1000 });
  const [page] = await browser.pages();
  await page.goto(LAB_PAGE);
  await showPanel(await openDevTools(page));
  await page.reload();
  console.log(`The lab is open, and DevTools beside it on the Grantlens panel.

  1. Press a button on the page, for example “Redeem it twice”.
  2. Select the red row in the panel.
  3. Read what is wrong, what proves it, and what to change.

Close the window to end.`);
  page.once('close', () => browser.close());
  await new Promise((done) => browser.once('disconnected', done));
  await lab.close();
}

async function inTheTerminal() {
  const scenario = scenarios.find(({ id }) => id === 'code-redeemed-twice');
  const session = await Session.start(EXTENSION);
  try {
    console.log(`Running in a browser without a window: ${scenario.line}\n`);
    const { devtools, panel } = await drive(session, scenario);
    const failed = scenario.findings.length;
    await panel.frame.waitForSelector(`[role=row][data-number="${failed}"][data-outcome=failed]`, { timeout: 20_000 });
    await panel.explanation(failed);
    const text = await panel.export();
    await mkdir(OUT, { recursive: true });
    await writeFile(join(OUT, 'report.json'), text);
    await devtools.setViewport({ width: 1280, height: 800 });
    await sleep(500);
    await devtools.screenshot({ path: join(OUT, 'panel.png') });
    console.log(printFinding(JSON.parse(text).findings[failed - 1]));
    console.log('\nThe report:   dist/demo/report.json\nThe panel:    dist/demo/panel.png');
  } finally {
    await session.close();
  }
}
