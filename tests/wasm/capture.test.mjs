// The extension's cheap test lets through whatever the recorder takes in, and keeps out what a page loads all day.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { examples, load } from "./module.mjs";

const { Recorder } = await load();
const source = await readFile(new URL("../../extension/capture.js", import.meta.url), "utf8");
const { mayMatter } = await import(`data:text/javascript,${encodeURIComponent(source)}`);

test("whatever is an exchange may matter", async () => {
  const recorder = new Recorder();
  const all = await examples();
  let taken = 0;
  // DevTools tells of no request before it has ended.
  for (const [entry, place] of all.flatMap(({ entries, place }) => entries.filter(({ response }) => response).map((entry) => [entry, place]))) {
    if (!recorder.observe(entry, String(taken), entry.response.content.text, undefined, undefined)) continue;
    taken += 1;
    assert(mayMatter(entry), `${place}: ${entry.request.method} ${entry.request.url.split("?")[0]}`);
  }
  assert(taken > all.length / 2, `${taken} exchanges in ${all.length} examples`);
  recorder.free();
});

test("what belongs to no sign-in does not", () => {
  const entry = (method, url, status = 200, redirectURL = "") => ({ request: { method, url }, response: { status, redirectURL } });
  for (const each of [
    entry("GET", "https://accounts.google.com/v3/signin/identifier?flowName=GeneralOAuthFlow"),
    entry("GET", "https://mail-app.example/signin/oauth/error?x=1"),
    entry("GET", "https://gmail.googleapis.com/gmail/v1/users/me/messages"),
    entry("GET", "https://mail-app.example/errors?page=2"),
    entry("OPTIONS", "https://oauth2.googleapis.com/token"),
    entry("POST", "https://mail-app.example/api/messages"),
  ]) {
    assert(!mayMatter(each), `${each.request.method} ${each.request.url}`);
  }
});
