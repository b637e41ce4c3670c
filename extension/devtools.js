// The hidden DevTools page. It lives from the moment DevTools opens, so everything is captured here; the panel's page does
// not exist until it is first shown.

import { capture } from "./capture.js";
import { Session } from "./session.js";

const session = new Session();
const watch = capture(chrome.devtools, session);

const host = {
  clear: () => session.clear(),
  record: (on) => watch.record(on),
  reload: () => chrome.devtools.inspectedWindow.reload({}),
  state: (finding, cause, yes) => session.state(finding, cause, yes),
};

chrome.devtools.panels.create("Grantlens", "icons/icon-32.png", "panel.html", (panel) => {
  panel.onShown.addListener((page) => {
    whenReady(page, () => session.show(page.grantlens, host));
    watch.shown(true);
  });
  panel.onHidden.addListener(() => watch.shown(false));
});

/** The panel's page announces when its module is loaded; it may be long before or just after it is shown. */
function whenReady(page, act) {
  if (page.grantlens) act();
  else page.addEventListener("grantlens-ready", act, { once: true });
}
