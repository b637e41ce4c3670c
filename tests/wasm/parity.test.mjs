// The module that ships judges every example of every page as the native core does.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { loadSchema } from "../e2e/schema.mjs";
import { examples, load } from "./module.mjs";

const { Recorder } = await load();
const faults = loadSchema(new URL("../../docs/report.schema.json", import.meta.url).pathname);

/** The same members in alphabetical order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).sort().map(([name, member]) => [name, sorted(member)]));
}

/** Fingerprints depend on a random key: they are named in the order in which they appear. */
function withoutKey(findings) {
  const names = new Map();
  const rename = (key, value) => {
    if (key !== "fingerprint" || value === null) return value;
    if (!names.has(value)) names.set(value, `fingerprint ${names.size + 1}`);
    return names.get(value);
  };
  // Hidden hosts and path segments of addresses are fingerprints too.
  const text = JSON.stringify(sorted(findings), rename).replaceAll(/[0-9A-Z]{10}›/g, "…›");
  return JSON.parse(text);
}

for (const { place, entries, findings } of await examples()) {
  test(place, () => {
    const recorder = new Recorder();
    for (const [position, entry] of entries.entries()) {
      recorder.observe(entry, String(position), entry.response?.content.text, undefined, undefined);
    }
    const report = JSON.parse(recorder.exportReport());
    assert.deepEqual(faults(report), []);
    assert.deepEqual(withoutKey(report.findings), withoutKey(findings));
    recorder.free();
  });
}

test("the bindings write no markup", async () => {
  const glue = await readFile(new URL("../../dist/chrome/grantlens.js", import.meta.url), "utf8");
  for (const word of ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"]) assert(!glue.includes(word), word);
});

test("foreign names never become keys", () => {
  const recorder = new Recorder();
  const entry = {
    startedDateTime: "2026-01-05T10:00:00Z",
    request: { method: "POST", url: "https://oauth2.googleapis.com/token", postData: { text: "grant_type=x&__proto__=EXAMPLE&constructor=EXAMPLE" } },
    response: { status: 400 },
  };
  recorder.observe(entry, "1", '{"__proto__":{"polluted":true},"error":"invalid_grant"}', undefined, undefined);
  const [finding] = JSON.parse(recorder.exportReport()).findings;
  assert.deepEqual(finding.request.parameters.map(({ name }) => name), ["grant_type", "__proto__", "constructor"]);
  assert.equal({}.polluted, undefined);
  recorder.free();
});

test("an entry that is none is an error, not a trap", () => {
  const recorder = new Recorder();
  assert.throws(() => recorder.observe(5, "1", undefined, undefined, undefined), Error);
  // What an entry lacks, or has in another type, is left out.
  assert.equal(recorder.observe({ request: 5 }, "1", undefined, undefined, undefined), false);
  assert.equal(recorder.observe({}, "1", undefined, undefined, undefined), false);
  recorder.free();
});
