// Boots the viewer: loads the module, draws into <main>, and says so in words when either fails.

import { BUILD } from "./build.js";
import { Imports } from "./imports.js";
import { mark } from "./matches.js";
import { keep, settings } from "./settings.js";
import { stopped } from "./words.js";

/**
 * @param {{live: boolean, advice: string}} options whether there is a page that records, and what to do when all stops
 * @returns {Promise<object | undefined>} the viewer
 */
export async function boot({ live, advice }) {
  const main = document.querySelector("main");

  function stop(error) {
    const message = document.createElement("p");
    message.className = "stopped";
    message.setAttribute("role", "alert");
    message.textContent = stopped(advice, error?.message ?? error);
    main.replaceChildren(message);
  }

  addEventListener("error", ({ error }) => {
    if (error instanceof WebAssembly.RuntimeError) stop(error);
  });

  try {
    const { default: init, startViewer } = await import("./grantlens.js");
    await init({ module_or_path: new URL("grantlens_bg.wasm", import.meta.url) });
    const imports = new Imports();
    imports.viewer = startViewer(main, imports, { build: BUILD, settings, keep, mark }, live);
    return imports.viewer;
  } catch (error) {
    stop(error);
    return undefined;
  }
}
