// The hidden DevTools page. It lives from the moment DevTools opens, so everything is captured here; the panel's page does
// not exist until it is first shown.

import { capture } from "./capture.js";
import { Session } from "./session.js";
import { settings } from "./settings.js";

const kept = settings();
const session = new Session();
const watch = capture(chrome.devtools, session);
// The panel says the same once it is shown, and whenever its reader changes it.
prefer(!kept.includes("preserve=no"), Number(/\bmost=(\d+)/.exec(kept)?.[1] ?? 10_000));

/** Not every browser lets an extension filter the Network panel. */
const network = chrome.devtools.panels.network;

const host = {
  canReveal: typeof network?.show === "function",
  reveal: (filter) => network.show({ filter }),
  clear: () => session.clear(),
  record: (on) => watch.record(on),
  reload: () => chrome.devtools.inspectedWindow.reload({}),
  state: (finding, cause, yes) => session.state(finding, cause, yes),
  vouch: (text) => session.vouch(text),
  prefer,
};

chrome.devtools.panels.create("Grantlens", "icons/icon-32.png", "panel.html", (panel) => {
  let viewer;
  let isShown = false;
  panel.onShown.addListener((page) => {
    isShown = true;
    whenReady(page, () => {
      viewer = page.grantlens;
      session.show(viewer, host);
      viewer.shown(isShown);
    });
    watch.shown(true);
  });
  panel.onHidden.addListener(() => {
    isShown = false;
    viewer?.shown(false);
    watch.shown(false);
  });
  // DevTools' own search bar; Firefox has none for panels.
  panel.onSearch?.addListener((action, text) => viewer?.search(action, text ?? ""));
});

/** Whether the list outlives a navigation, and how many exchanges are kept. */
function prefer(preserve, most) {
  watch.preserve(preserve);
  session.keepLatest(most);
}

/** The panel's page announces when its module is loaded; it may be long before or just after it is shown. */
function whenReady(page, act) {
  if (page.grantlens) act();
  else page.addEventListener("grantlens-ready", act, { once: true });
}
