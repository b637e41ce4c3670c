/** Faults of the installation: the extension is reloaded in mid-use, and it is let into a private window or not. */
import { LAB_PAGE } from '../lab/lab.mjs';
import { openDevTools, recorderFrame, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';
import { Session } from './session.mjs';
import { stored } from './sinks.mjs';
import { scenarios } from '../lab/scenarios.mjs';

const PATIENCE = 15_000;
const TWICE = scenarios.find(({ id }) => id === 'code-redeemed-twice');

/** @param {{extension: string}} options */
export const installedFaults = ({ extension }) => [
  { id: 'extension-reloaded', run: () => inFreshBrowser(extension, reloaded) },
  { id: 'private-window', run: () => inFreshBrowser(extension, privateWindow) },
];

/** Chromium disables an unpacked extension that is reloaded without developer mode. */
async function inFreshBrowser(extension, act) {
  const session = await Session.start(extension);
  try {
    const settings = await session.browser.newPage();
    await settings.goto('chrome://extensions');
    await settings.evaluate(() => chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true }));
    return await act(session, settings);
  } finally {
    await session.close();
  }
}

/** DevTools closes with the extension. Opened again it works, and nothing of what was there is left. */
async function reloaded(session) {
  const { page, devtools, panel } = await drive(session, TWICE);
  await panel.frame.waitForSelector(`[role=row][data-number="${TWICE.findings.length}"]`, { timeout: PATIENCE });
  const wrong = [];
  const closed = new Promise((resolve) => devtools.once('close', resolve));
  await panel.frame.evaluate(() => { setTimeout(() => chrome.runtime.reload()); });
  await Promise.race([closed, sleep(PATIENCE)]);
  const began = Date.now();
  session.complaints.length = 0;
  await page.goto(LAB_PAGE);
  const again = await session.inspect(page);
  const took = Date.now() - began;
  await page.reload();
  if ((await again.panel.count()) > 0) wrong.push('what was listed before is listed again');
  // Settings are words of closed lists, and were not touched.
  const left = [...(await again.panel.frame.evaluate(stored)), ...(await again.recorder.evaluate(stored))].join('\n');
  if (/invalid_grant|code|token/.test(left)) wrong.push(`stored is: ${left}`);
  session.ordinaryTab = again;
  await drive(session, TWICE);
  await again.panel.frame.waitForSelector(`[role=grid][aria-rowcount="${TWICE.findings.length + 1}"]`, { timeout: PATIENCE }).catch(() => wrong.push('after the reload nothing is recorded'));
  console.log(`       the extension was reloaded with ${TWICE.findings.length} exchanges listed: DevTools closed; opened again ${took} ms later it records, and nothing was stored`);
  return wrong;
}

/** Without leave the browser loads nothing of ours into a private window; with leave it is a session of its own. */
async function privateWindow(session, settings) {
  const wrong = [];
  const { panel } = await drive(session, TWICE);
  await panel.frame.waitForSelector(`[role=row][data-number="${TWICE.findings.length}"]`, { timeout: PATIENCE });
  const id = await panel.frame.evaluate(() => chrome.runtime.id);
  const before = await inPrivate(session, async (page, devtools) => {
    const loaded = await Promise.race([recorderFrame(devtools).then(() => true, () => false), sleep(4_000)]);
    return loaded === true;
  });
  if (before) wrong.push('without leave the extension is loaded into a private window');
  // The browser loads the extension anew, and closes its DevTools, when leave is given.
  session.complaints.length = 0;
  await settings.evaluate((extensionId) => chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true }), id);
  await sleep(2_000);
  const [page] = (await session.browser.pages()).filter((each) => each.url().startsWith(LAB_PAGE));
  await page.goto(LAB_PAGE);
  const normal = await session.inspect(page);
  await page.reload();
  const said = await inPrivate(session, async (own, devtools) => {
    const tab = await session.inspect(own, devtools);
    await own.evaluate(() => fetch('https://oauth2.googleapis.com/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: '1//0gEXAMPLE-private' }) }).then((got) => got.text()));
    await tab.panel.frame.waitForSelector('[role=row][data-number="1"]', { timeout: PATIENCE }).catch(() => wrong.push('in the private window nothing is recorded'));
    const [isPrivate, listed] = [await tab.recorder.evaluate(() => chrome.extension.inIncognitoContext), await tab.panel.count()];
    const kept = await tab.panel.frame.evaluate(() => localStorage.length);
    return { isPrivate, listed, kept };
  });
  if (!said.isPrivate) wrong.push('the browser does not take the window for a private one');
  if ((await normal.panel.count()) !== 0) wrong.push('the ordinary window lists what the private one did');
  console.log(`       private window: without leave nothing of the extension is loaded; with leave it records ${said.listed} exchange there, of which the ordinary window lists none`);
  return wrong;
}

async function inPrivate(session, act) {
  const context = await session.browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.goto(LAB_PAGE);
    const devtools = await openDevTools(page);
    await page.reload();
    return await act(page, devtools);
  } finally {
    await context.close();
  }
}
