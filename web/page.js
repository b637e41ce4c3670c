// The page that stands alone: nothing records here, everything is opened, dropped or pasted.

import { boot } from "./boot.js";

window.grantlens = await boot({ live: false, advice: "Reload the page to go on." });
