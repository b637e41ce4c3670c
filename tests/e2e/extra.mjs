/** What is checked beside the scenarios: moments of the panel's life that no button of the lab brings about. */
import { LAB_PAGE } from '../lab/lab.mjs';
import { scenarios } from '../lab/scenarios.mjs';
import { checkAccessibility } from './accessible.mjs';
import { checkAge } from './age.mjs';
import { checkAnnouncements } from './announced.mjs';
import { keepLog, openDevTools, recorderFrame, showConsole, showPanel, sleep, watchModule } from './devtools.mjs';
import { drive } from './drive.mjs';
import { quickFaults } from './faults.mjs';
import { paintFirst } from './first-paint.mjs';
import { habitChecks } from './habits.mjs';
import { heldBackChecks } from './held-back.mjs';
import { useKeyboardAlone } from './keyboard.mjs';
import { showManyRows } from './many-rows.mjs';
import { takeScreens } from './screens.mjs';
import { lookAtStates } from './states.mjs';
import { zoomDevTools } from './zoom.mjs';

const PATIENCE = 12_000;
const scenario = (id) => scenarios.find((each) => each.id === id);
const TWICE = scenario('code-redeemed-twice');

/** @param {{screens: string, extension: string}} options */
export const extraChecks = ({ screens, extension }) => [
  { id: 'hidden-panel', run: hiddenPanel },
  { id: 'keep-log', run: withKeepLog },
  { id: 'cleared-stays-cleared', run: clearedStaysCleared },
  { id: 'paused', run: paused },
  { id: 'module-on-demand', run: moduleOnDemand },
  ...habitChecks,
  ...heldBackChecks,
  { id: 'accessibility', run: checkAccessibility },
  { id: 'announced', run: checkAnnouncements },
  { id: 'age', run: checkAge },
  { id: 'keyboard-alone', run: useKeyboardAlone },
  { id: 'states', run: (session) => lookAtStates(session, screens) },
  { id: 'zoom', run: (session) => zoomDevTools(session, screens) },
  { id: 'screens', run: (session) => takeScreens(session, screens) },
  { id: 'ten-thousand-rows', run: (session) => showManyRows(session, screens) },
  { id: 'first-paint', run: () => paintFirst(extension) },
  ...quickFaults,
];

const shows = (panel, count) =>
  panel.frame.waitForSelector(`[role=grid][aria-rowcount="${count + 1}"]`, { timeout: PATIENCE }).then(() => [], () => panel.count().then((shown) => [`${count} rows were expected, ${shown} are there`]));

/** What happens while another panel of DevTools is shown is there when ours is shown again. */
async function hiddenPanel(session) {
  const { devtools, panel } = await session.tab();
  await panel.clear();
  await showConsole(devtools);
  await drive(session, TWICE);
  await sleep(500);
  await showPanel(devtools);
  return shows(panel, TWICE.findings.length);
}

/** With DevTools' own “Keep log”, entries outlive navigations and come by two roads; each exchange is listed once. */
async function withKeepLog(session) {
  const { devtools, panel } = await session.tab();
  await keepLog(devtools, true);
  try {
    await drive(session, TWICE);
    const wrong = await shows(panel, TWICE.findings.length);
    await sleep(1_500);
    return [...wrong, ...(await shows(panel, TWICE.findings.length))];
  } finally {
    await keepLog(devtools, false);
  }
}

/** The browser's log still holds the requests after Clear; they must not come back. */
async function clearedStaysCleared(session) {
  const { panel } = await drive(session, TWICE);
  const wrong = await shows(panel, TWICE.findings.length);
  await panel.clear();
  await sleep(2_500);
  const left = await panel.count();
  return left === 0 ? wrong : [...wrong, `${left} rows came back after Clear`];
}

async function paused(session) {
  const { panel, page } = await session.tab();
  await panel.clear();
  await panel.press('record');
  await drive(session, TWICE);
  await page.waitForSelector('[data-lab=done]', { timeout: PATIENCE });
  await sleep(1_500);
  const wrong = [];
  if ((await panel.count()) > 0) wrong.push('requests are listed while recording is off');
  if (!(await panel.note('paused'))) wrong.push('the panel does not say that recording is off');
  await panel.press('record');
  await drive(session, TWICE);
  return [...wrong, ...(await shows(panel, TWICE.findings.length))];
}

/** Whoever never signs in with OAuth never loads the module, not even where DevTools is opened late. */
async function moduleOnDemand(session) {
  const page = await session.browser.newPage();
  await page.goto(LAB_PAGE);
  const recorder = await recorderFrame(await openDevTools(page));
  const isLoaded = await watchModule(recorder);
  await page.evaluate(() => Promise.all(['/?page=2', '/?sort=-created'].map((address) => fetch(address))));
  await sleep(1_500);
  const wrong = isLoaded() ? ['the module is loaded although no request has to do with OAuth'] : [];
  await page.click(`#${TWICE.id}`);
  await page.waitForSelector('[data-lab=done]', { timeout: PATIENCE });
  const end = Date.now() + PATIENCE;
  while (!isLoaded() && Date.now() < end) await sleep(100);
  if (!isLoaded()) wrong.push('the module is not loaded although a token was requested');
  await page.close();
  return wrong;
}
