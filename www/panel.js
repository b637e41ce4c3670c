// The panel of DevTools. The page that records waits for `window.grantlens`.

import { boot } from "./boot.js";

const viewer = await boot({ live: true, advice: "Close DevTools and open it again." });
if (viewer) {
  window.grantlens = viewer;
  window.dispatchEvent(new Event("grantlens-ready"));
}
