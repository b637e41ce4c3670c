// The panel of DevTools. The page that records waits for `window.grantlens`.

import { boot } from "./boot.js";
import { OPEN_AGAIN } from "./words.js";

const viewer = await boot({ live: true, advice: OPEN_AGAIN });
if (viewer) {
  window.grantlens = viewer;
  window.dispatchEvent(new Event("grantlens-ready"));
}
