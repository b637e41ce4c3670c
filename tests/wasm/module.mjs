// Loads the module that the extension ships into Node.js, as the DevTools page would.

import { copyFile, mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../../", import.meta.url);

/** The generated bindings ask `globalThis instanceof Window` before they use its `crypto`. */
function actAsWindow() {
  globalThis.Window ??= class Window {};
  Object.setPrototypeOf(globalThis, globalThis.Window.prototype);
}

export async function load() {
  actAsWindow();
  const folder = await mkdtemp(join(tmpdir(), "grantlens-"));
  // Node.js takes a file for a module by its ending.
  const glue = join(folder, "grantlens.mjs");
  await copyFile(new URL("dist/chrome/grantlens.js", root), glue);
  const module = await import(glue);
  await module.default({ module_or_path: await readFile(new URL("dist/chrome/grantlens_bg.wasm", root)) });
  return module;
}

export const examples = async () =>
  JSON.parse(await readFile(new URL("target/tmp/examples.json", root), "utf8"));
