/**
 * Everything that depends on how Chromium's DevTools is built inside. Its module names and settings are nobody's
 * promise: when a new Chromium changes them, this is the one file to mend.
 */

const LEGACY_UI = './ui/legacy/legacy.js';
const COMMON = './core/common/common.js';
const SDK = './core/sdk/sdk.js';
const PATIENCE = 20_000;

/** The harness failed, not the product: such a case may be tried again in a fresh browser. */
export class HarnessFault extends Error {}

/**
 * Opens DevTools for a page and waits until it watches the network. On an empty tab the extension's own pages do not
 * exist yet: they begin with the first http(s) page.
 * @param {import('puppeteer-core').Page} page
 */
export async function openDevTools(page) {
  const devtools = await kept('DevTools does not open', page.openDevTools());
  await within(PATIENCE, 'DevTools does not watch the network', () =>
    devtools.evaluate(async (sdk) => {
      const { NetworkManager, TargetManager } = await import(sdk);
      return Boolean(TargetManager.TargetManager.instance().primaryPageTarget()?.model(NetworkManager.NetworkManager));
    }, SDK).catch(() => false));
  return devtools;
}

/** The extension's hidden DevTools page, where requests are captured. @param {import('puppeteer-core').Page} devtools */
export const recorderFrame = (devtools) => extensionFrame(devtools, '/devtools.html');

/**
 * Shows the extension's panel.
 * @param {import('puppeteer-core').Page} devtools
 * @returns {Promise<import('puppeteer-core').Frame>}
 */
export async function showPanel(devtools) {
  await within(PATIENCE, 'DevTools shows no panel of the extension', () =>
    devtools.evaluate(async (legacyUi) => {
      const { ViewManager, InspectorView } = await import(legacyUi);
      const id = InspectorView.InspectorView.instance().tabbedPane.tabIds().find((tab) => tab.startsWith('chrome-extension://'));
      if (id) await ViewManager.ViewManager.instance().showView(id);
      return Boolean(id);
    }, LEGACY_UI));
  const frame = await extensionFrame(devtools, '/panel.html');
  // A click needs the panel in its place.
  await sleep(500);
  return frame;
}

/**
 * Gives DevTools a window of its own, which the panel then fills.
 * @param {import('puppeteer-core').Page} devtools
 */
export const undock = (devtools) =>
  // While DevTools is still starting, this throws.
  within(PATIENCE, 'DevTools does not undock', () =>
    devtools.evaluate(async (legacyUi) => {
      const { DockController } = await import(legacyUi);
      DockController.DockController.instance().setDockSide('undocked');
      return true;
    }, LEGACY_UI).catch(() => false));

/** Hides the panel by showing DevTools' own Console. @param {import('puppeteer-core').Page} devtools */
export const showConsole = (devtools) => showView(devtools, 'console');

/** @param {import('puppeteer-core').Page} devtools @param {'light' | 'dark'} theme */
export const setTheme = (devtools, theme) => setSetting(devtools, 'ui-theme', theme === 'dark' ? 'dark' : 'default');

/** @param {import('puppeteer-core').Page} devtools @param {boolean} keep */
export const keepLog = (devtools, keep) => setSetting(devtools, 'network-log.preserve-log', keep);

/** Closes the drawer beneath the panels, which a check before may have left open. */
export const closeDrawer = (devtools) =>
  devtools.evaluate(async (legacyUi) => {
    const { InspectorView } = await import(legacyUi);
    InspectorView.InspectorView.instance().closeDrawer();
  }, LEGACY_UI);

/**
 * Zooms DevTools as its own keys do, step by step, until it is at so many percent.
 * @param {import('puppeteer-core').Page} devtools @param {number} percent one of the browser's steps
 */
export const zoom = (devtools, percent) =>
  within(PATIENCE, `DevTools does not zoom to ${percent} %`, () =>
    devtools.evaluate((wanted) => {
      const { InspectorFrontendHost: host } = globalThis;
      const now = Math.round(host.zoomFactor() * 100);
      if (now < wanted) host.zoomIn();
      if (now > wanted) host.zoomOut();
      return now === wanted;
    }, percent));

/**
 * Lets DevTools take the machine's clock for one that is so many milliseconds ahead.
 * @param {import('puppeteer-core').Page} devtools @param {number} offset
 */
export const setWallClock = (devtools, offset) =>
  devtools.evaluate(async (sdk, ahead) => {
    const { NetworkRequest } = await import(sdk);
    const { prototype } = NetworkRequest.NetworkRequest;
    globalThis.setIssueTime ??= prototype.setIssueTime;
    const { setIssueTime } = globalThis;
    prototype.setIssueTime = function (monotonic, wall) {
      return setIssueTime.call(this, monotonic, wall + ahead / 1000);
    };
  }, SDK, offset);

const showView = (devtools, id) =>
  devtools.evaluate(async (legacyUi, view) => {
    const { ViewManager } = await import(legacyUi);
    await ViewManager.ViewManager.instance().showView(view);
  }, LEGACY_UI, id);

const setSetting = (devtools, name, value) =>
  devtools.evaluate(async (common, setting, to) => {
    const { Settings } = await import(common);
    Settings.Settings.instance().moduleSetting(setting).set(to);
  }, COMMON, name, value);

async function extensionFrame(devtools, path) {
  const frame = await within(PATIENCE, `DevTools has not loaded the extension's ${path}`, () =>
    devtools.frames().find((candidate) => candidate.url().startsWith('chrome-extension://') && candidate.url().endsWith(path)));
  // Under load the frame is listed before code can run in it.
  await within(PATIENCE, `The extension's ${path} has no execution context`, () =>
    Promise.race([frame.evaluate(() => document.readyState === 'complete').catch(() => false), sleep(2_000)]));
  return frame;
}

/**
 * Tells whether the WebAssembly module is loaded in a frame, as its debugger knows it; the browser keeps no other record of
 * an extension's own files.
 * @param {import('puppeteer-core').Frame} frame @returns {Promise<() => boolean>}
 */
export async function watchModule(frame) {
  const client = await frame.client.connection().createSession({ targetId: frame._id });
  let isLoaded = false;
  client.on('Debugger.scriptParsed', ({ scriptLanguage }) => { isLoaded ||= scriptLanguage === 'WebAssembly'; });
  await client.send('Debugger.enable');
  return () => isLoaded;
}

export const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks until the answer is yes. @template T @param {() => T | Promise<T>} ask */
async function within(milliseconds, complaint, ask) {
  const end = Date.now() + milliseconds;
  for (let left = milliseconds; left > 0; left = end - Date.now()) {
    // A browser that is stuck never answers.
    const answer = await Promise.race([ask(), sleep(left)]);
    if (answer) return answer;
    await sleep(50);
  }
  throw new HarnessFault(`${complaint} after ${milliseconds / 1000} s.`);
}

/** What the browser has promised, or a fault of the harness. @template T @param {string} complaint @param {Promise<T>} promise @returns {Promise<T>} */
export const kept = (complaint, promise) => within(PATIENCE, complaint, () => promise.then((value) => value ?? true));

/**
 * What stands in the filter of the Network panel, or null while another panel is shown.
 * @param {import('puppeteer-core').Page} devtools
 */
export const networkFilter = (devtools) =>
  devtools.evaluate(async (legacyUi) => {
    const { InspectorView } = await import(legacyUi);
    if (InspectorView.InspectorView.instance().tabbedPane.selectedTabId !== 'network') return null;
    const deep = (root) => [...root.querySelectorAll('*')].flatMap((element) => [element, ...(element.shadowRoot ? deep(element.shadowRoot) : [])]);
    const fields = deep(document).filter((element) => element.matches('input, [contenteditable]'));
    return fields.map((field) => field.value ?? field.textContent).find((text) => text.includes(':')) ?? '';
  }, LEGACY_UI);
