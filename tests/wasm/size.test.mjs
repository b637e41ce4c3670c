// What ships keeps to its budget. A size is exact, so it may fail a test; docs/performance.md says what was tried to make it less.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

/** In bytes, with gzip at its best: 668,000 by the toolchain of docs/performance.md, and 700,000 were seen where another one built it. */
const MODULE = 710_000;
const BINDINGS = 16_000;

const weight = async (name) => gzipSync(await readFile(new URL(`../../dist/chrome/${name}`, import.meta.url)), { level: 9 }).length;

for (const [name, most] of [["grantlens_bg.wasm", MODULE], ["grantlens.js", BINDINGS]]) {
  test(`${name} weighs at most ${most} bytes`, async () => {
    const bytes = await weight(name);
    assert(bytes <= most, `${name} weighs ${bytes} bytes with gzip, ${bytes - most} more than its budget`);
  });
}
