// Listens to the network and hands over what may be OAuth, with the answer's body. It decides nothing else: the test here
// is a cheap superset, and the session's recorder knows what an exchange is.
//
// The listener alone loses requests (measured in Chromium 156): the first load of a tab that was opened on an empty page,
// hops behind an error page, answers that a navigation cut off, and answers that the page never reads. `getHAR` lists them,
// so it is swept at the start, after each navigation, and while the panel is shown.

const BODY_LIMIT_MS = 2_000;
const SWEEP_EVERY_MS = 1_000;
/** A sweep serialises the whole log; it may take this share of the time at most. */
const SWEEP_SHARE = 1 / 20;
/** Chromium keeps no body from about this size on (measured: between 19.0 and 20.0 MiB). */
const LARGEST_BODY = 19 << 20;

const IN_ADDRESS = /[?&#](?:code|error|response_type|access_token|id_token|authError)=/;
/** Google's authorization endpoint, whatever its request lacks, and the pages on which Google refuses. */
const AUTHORIZATION = /^https:\/\/accounts\.google\.com\/(?:o\/oauth2\/|signin\/oauth\/error|(?:v\d\/)?signin\/rejected)/;
const TOKEN_PATH = /^[^?#]*(?:\/token|\/revoke|\/device\/code|oauth)/i;
const IN_BODY = /(?:^|[&"'\s])(?:grant_type|code)["']?\s*[=:]/;
const GOOGLE_API = /^https:\/\/[a-z0-9.-]+\.googleapis\.com[/:]/;
/** APIs whose refusals take other statuses too: Gmail, impersonation, and what tells about a token. */
const TELLING_API = /^https:\/\/(?:gmail|iamcredentials|oauth2|www)\.googleapis\.com[/:]/;

/**
 * May this entry be one of OAuth's? DevTools gives each entry a prototype of its own, so that no cache of the engine fits: what
 * reads a member without one costs a tenth (measured in Chromium 156).
 */
export function mayMatter(entry) {
  const request = Reflect.get(entry, "request");
  const response = Reflect.get(entry, "response");
  if (request.method === "OPTIONS") return false;
  if (IN_ADDRESS.test(request.url) || IN_ADDRESS.test(response.redirectURL ?? "")) return true;
  const refused = response.status === 401 || response.status === 403;
  if (refused && GOOGLE_API.test(request.url)) return true;
  if (response.status >= 400 && response.status < 500 && TELLING_API.test(request.url)) return true;
  if (AUTHORIZATION.test(request.url)) return true;
  if (request.method !== "POST") return false;
  return TOKEN_PATH.test(request.url) || IN_BODY.test((request.postData?.text ?? "").slice(0, 65_536));
}

/** Starts watching `devtools`; what may matter goes to `session`. */
export function capture(devtools, session) {
  /** The names of entries that were taken in; an event is the last word on one, a sweep may come too early. */
  const swept = new Set();
  const finished = new Set();
  const heard = countedNames();
  let recording = true;
  let preserved = true;
  let shown = false;
  let timer;
  let navigations = 0;

  function take(entry, name, isFinal) {
    if (finished.has(name) || (!isFinal && swept.has(name))) return;
    (isFinal ? finished : swept).add(name);
    if (!recording) return;
    const before = navigations;
    bodyOf(entry).then(({ content, encoding, late }) => {
      if (!isFinal && finished.has(name)) return;
      session.observe(entry, name, content, encoding, missing(entry, late, navigations !== before));
    });
  }

  /** Why there is no body. The recorder sees for itself what the entry says: refused by CORS, no answer, a redirect. */
  function missing(entry, late, navigated) {
    if ((entry.response.content?.size ?? 0) >= LARGEST_BODY) return "too-large";
    if (navigated) return "cut-off";
    return late ? "never-read" : "not-recorded";
  }

  async function sweep(first) {
    const begun = performance.now();
    const entries = await entriesOf(devtools.network);
    const listed = countedNames();
    for (const entry of entries.filter(mayMatter)) {
      const name = listed(entry);
      const pending = entry.response.status === 0 && !entry.response._error;
      if (!pending) take(entry, name, false);
    }
    if (first && !entries.some((entry) => entry._resourceType === "document")) session.note("opened-late");
    return performance.now() - begun;
  }

  async function sweepWhileShown() {
    clearTimeout(timer);
    try {
      const cost = await sweep(false);
      if (shown) timer = setTimeout(sweepWhileShown, Math.max(SWEEP_EVERY_MS, cost / SWEEP_SHARE));
    } catch (error) {
      session.stop(error);
    }
  }

  devtools.network.onRequestFinished.addListener((entry) => {
    if (mayMatter(entry)) take(entry, heard(entry), true);
  });
  devtools.network.onNavigated.addListener((url) => {
    navigations += 1;
    session.note("opened-late", false);
    if (!preserved) entriesOf(devtools.network).then((entries) => session.forgetBefore(startOf(entries, url)));
    sweepWhileShown();
  });
  sweep(true).catch((error) => session.stop(error));

  return {
    record(on) {
      // What came in while paused stays out: the sweep marks it as known before recording goes on.
      const settle = on ? sweep(false) : Promise.resolve();
      settle.then(() => {
        recording = on;
        session.note("paused", !on);
      });
    },
    /** Whether exchanges stay when the page navigates. */
    preserve(on) {
      preserved = on;
    },
    shown(on) {
      shown = on;
      if (on) sweepWhileShown();
      else clearTimeout(timer);
    },
  };
}

/** The answer's body, asked for at once: after a navigation it is gone. Some are never given, hence the limit. */
function bodyOf(entry) {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve({ content: undefined, encoding: undefined, late: true }), BODY_LIMIT_MS);
    const settle = (content, encoding) => {
      clearTimeout(limit);
      resolve({ content: content ?? undefined, encoding: encoding || undefined, late: false });
    };
    try {
      entry.getContent(settle);
    } catch {
      settle();
    }
  });
}

/** The log's entries; behind an error page DevTools gives none. */
const entriesOf = (network) => new Promise((resolve) => network.getHAR((log) => resolve(log?.entries ?? [])));

/** When the navigation to `url` started, in milliseconds since the epoch: with the first redirect that led there. */
function startOf(entries, url) {
  const documents = entries.filter((entry) => entry._resourceType === "document").reverse();
  const [wanted] = url.split("#");
  let first = documents.find(({ request }) => request.url === wanted);
  for (const entry of documents.slice(documents.indexOf(first) + 1)) {
    if (entry.response.redirectURL?.split("#")[0] === first?.request.url) first = entry;
  }
  return first ? Date.parse(first.startedDateTime) : Date.now();
}

/**
 * Entries carry no id. They are named by start, method and address, and the second of the same name in the same millisecond
 * by its place: listener and log bring them in the same order. The duration is no part of it, as it still grows while an
 * answer comes in.
 */
function countedNames() {
  const counts = new Map();
  return ({ startedDateTime, request: { method, url } }) => {
    const name = `${startedDateTime} ${method} ${url}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return `${name} ${count}`;
  };
}
