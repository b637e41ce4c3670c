/** Makes a scenario happen: by its button or, where that is not enough, by what its `special` says. */
import { LAB_PAGE } from '../lab/lab.mjs';
import { kept, openDevTools } from './devtools.mjs';

const PATIENCE = 15_000;

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('../lab/scenarios.mjs').Scenario} scenario
 * @returns {Promise<{page: import('puppeteer-core').Page, panel: import('./panel.mjs').Panel, leave: () => Promise<void>}>}
 */
export async function drive(session, scenario) {
  if (scenario.special === 'first-load') return firstLoad(session, scenario);
  if (scenario.special === 'opened-late') return openedLate(session, scenario);
  const tab = await session.tab();
  await tab.panel.clear();
  await press(tab.page, scenario);
  if (scenario.special === 'dead-port') await leaveTheErrorPage(tab.page, scenario);
  return { ...tab, leave: async () => {} };
}

async function press(page, scenario) {
  await page.goto(LAB_PAGE);
  await page.waitForSelector('[data-page=ready]', { timeout: PATIENCE });
  await page.click(`#${scenario.id}`);
}

/** The browser shows its own error page, in which no page of the app runs; the user types an address to go on. */
async function leaveTheErrorPage(page, scenario) {
  await page.waitForFunction(() => location.protocol === 'chrome-error:', { timeout: PATIENCE, polling: 100 });
  await page.goto(`${LAB_PAGE}run/${scenario.id}`);
}

/** DevTools is open on an empty tab. Its extensions start with the first page, and so miss how that page came about. */
async function firstLoad(session, scenario) {
  const page = await session.browser.newPage();
  const devtools = await openDevTools(page);
  await page.goto(`${LAB_PAGE}run/${scenario.id}`);
  return leavable(await session.inspect(page, devtools));
}

async function openedLate(session, scenario) {
  const page = await session.browser.newPage();
  await press(page, scenario);
  await page.waitForSelector('[data-lab=done]', { timeout: PATIENCE });
  return leavable(await session.inspect(page));
}

const leavable = (tab) => ({ ...tab, leave: () => kept('A tab does not close', tab.page.close()) });
