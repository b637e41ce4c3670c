// The page that stands alone: nothing records here, everything is opened, dropped or pasted.

import { boot } from "./boot.js";
import { RELOAD_PAGE } from "./words.js";

window.grantlens = await boot({ live: false, advice: RELOAD_PAGE });
