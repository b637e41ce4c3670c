// What there is no room for is counted and said, by the module as by the native core, and its news stay right.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./module.mjs";

const { Importer, Recorder } = await load();

/** So many imported exchanges are held (`MOST` in src/recorder.rs). */
const MOST = 20_000;

/** A failing refresh, the position's millisecond after ten. */
const entry = (position) => ({
  startedDateTime: new Date(Date.UTC(2026, 0, 5, 10) + position).toISOString(),
  request: { method: "POST", url: "https://oauth2.googleapis.com/token", postData: { text: `grant_type=refresh_token&refresh_token=ya29.EXAMPLE-${position}` } },
  response: { status: 400, content: { text: '{"error":"invalid_grant"}' } },
});

/** What a viewer holds that follows the news. */
class Held {
  findings = [];
  forgotten = 0;
  session = "";
  folded;

  follow(from) {
    for (let news = from.news(100); news; news = from.news(100)) {
      this.findings.splice(0, Math.max(0, news.forgotten - this.forgotten));
      this.forgotten = news.forgotten;
      this.findings.length = Math.min(news.keep, this.findings.length);
      this.findings.push(...news.findings);
      this.session = new TextDecoder().decode(news.session);
      this.folded = news.folded;
    }
  }
}

test("an import lists the latest and counts the others", () => {
  const count = MOST + 2_100;
  const importer = new Importer();
  const held = new Held();
  importer.begin("many.har");
  const bytes = new TextEncoder().encode(JSON.stringify({ log: { entries: Array.from({ length: count }, (_, position) => entry(position)) } }));
  const half = bytes.length >> 1;
  importer.push(bytes.subarray(0, half));
  importer.judge();
  held.follow(importer);
  assert(held.findings.length > MOST / 2, "half of them are told");
  importer.push(bytes.subarray(half));
  importer.end();
  importer.judge();
  held.follow(importer);
  assert.equal(importer.count(), count);
  assert.equal(held.findings.length, MOST);
  assert.match(held.session, /2100 older exchanges are counted and not listed\. 2100 of them failed/);
  importer.free();
});

test("a recorder that takes over counts on", () => {
  const first = new Recorder();
  const held = new Held();
  const observe = (recorder, from, to) => {
    for (let position = from; position < to; position += 1) {
      recorder.observe(entry(position), String(position), '{"error":"invalid_grant"}', undefined, undefined);
      recorder.keepLatest(20);
    }
  };
  observe(first, 0, 30);
  held.follow(first);
  assert.equal(held.findings.length, 18);
  assert.match(held.session, /12 older exchanges/);
  first.free();

  const second = new Recorder();
  second.resume(held.findings, held.folded);
  second.tellAnew();
  observe(second, 30, 33);
  held.follow(second);
  assert.equal(held.findings.length, 18);
  assert.match(held.session, /15 older exchanges are counted and not listed\. 15 of them failed/);
  second.clear();
  held.follow(second);
  assert.equal(held.findings.length, 0);
  assert.doesNotMatch(held.session, /older exchange/);
  second.free();
});
