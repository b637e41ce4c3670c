/**
 * Looks for secrets in a text that must hold none: in every encoding in which one might hide, for the planted values
 * themselves and for whatever is shaped like a credential.
 */

/** A run this long of a planted secret is a leak. Shorter ones occur by chance. */
const WINDOW = 8;

/**
 * In the memory of a module. The one that ships was seen to hold eight characters of a value, by the bytes around them in an unused field of
 * a record, where the compiler leaves what a register held: no program can overwrite what it does not know of.
 */
export const WINDOW_IN_MEMORY = 12;

const BASE64 = /[A-Za-z0-9+/_-]{16,}/g;

const TOKEN_CHARACTERS = '[0-9A-Za-z_-]';
const SLASH = '(?:/|\\\\/|%2[Ff]|%252[Ff])';
const SECRET_NAMES =
  'code|access_token|refresh_token|id_token|client_secret|client_assertion|assertion|subject_token|actor_token|code_verifier|device_code|user_code|password|private_key|api_key|login_hint';

/** Shapes that no text of ours has. `decoded: false` marks those that mean something only in a text as it stands. */
const SHAPES = [
  { id: 'google-access-token', pattern: `ya29\\.[0-9A-Za-z_.-]{10,}` },
  { id: 'google-refresh-token', pattern: `\\b1${SLASH}{1,2}${TOKEN_CHARACTERS}{20,}` },
  { id: 'google-authorization-code', pattern: `\\b4${SLASH}${TOKEN_CHARACTERS}{16,}` },
  { id: 'google-client-secret', pattern: `GOCSPX-${TOKEN_CHARACTERS}{16,}` },
  { id: 'google-api-key', pattern: `AIza${TOKEN_CHARACTERS}{30,}` },
  { id: 'google-client-id', pattern: `\\b[0-9]{6,}-[a-z0-9_]{20,40}\\.apps\\.googleusercontent\\.com` },
  { id: 'google-account-id', pattern: `\\b1[0-9]{20}\\b` },
  { id: 'jwt-segment', pattern: `\\bey[JIK]${TOKEN_CHARACTERS}{10,}` },
  { id: 'private-key', pattern: `-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY` },
  { id: 'private-key-der', pattern: `\\bMII[A-Z][0-9A-Za-z+/_-]{40,}` },
  { id: 'authorization-header', pattern: `(?:[Bb]earer|[Bb]asic|DPoP)\\s+[0-9A-Za-z+/=._~-]{16,}` },
  { id: 'named-in-a-form', pattern: `(?:^|[?&#;\\s"])(?:${SECRET_NAMES})=[^&\\s"'\\[…<{$][^&\\s"'…]{3,}`, decoded: false },
  { id: 'named-in-json', pattern: `"(?:${SECRET_NAMES})"\\s*:\\s*"[^"\\[…]{4,}"`, decoded: false },
  { id: 'mail-address', pattern: `[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+\\.[A-Za-z.]{2,24}`, decoded: false },
  { id: 'long-run', pattern: `${TOKEN_CHARACTERS}{40,}`, decoded: false },
  { id: 'control-or-bidi', pattern: '[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069\\ufeff]', decoded: false },
].map(({ id, pattern, decoded = true }) => ({ id, pattern: new RegExp(pattern, 'u'), decoded }));

/**
 * Looks for planted secrets and for whatever is shaped like one.
 * @param {string} text what must hold no secret
 * @param {Iterable<string>} planted the secrets of this run
 * @returns {string[]} one sentence for each leak, without the secret itself
 */
export const findLeaks = (text, planted) => [...new Set([...findPlanted(text, planted), ...findShapes(text)])];

/** @param {string} text @param {Iterable<string>} planted @param {number} [length] so many characters in a row are a leak */
export function findPlanted(text, planted, length = WINDOW) {
  const windows = new Windows(planted, length);
  return [...views(text)].filter(({ content }) => windows.occurIn(content)).map(({ view }) => `a planted secret, ${view}`);
}

/**
 * Which of the planted secrets survive in these texts.
 * @param {Iterable<string>} texts @param {string[]} planted @param {number} [length] so many characters in a row are a leak
 * @returns {number[]} their places in the list
 */
export function survivors(texts, planted, length = WINDOW) {
  const windows = new Windows(planted, length);
  const found = new Set();
  for (const text of texts) for (const { content } of views(text)) for (const at of windows.owners(content)) found.add(at);
  return [...found].sort((one, other) => one - other);
}

/** @param {string} text */
export const findShapes = (text) =>
  [...views(text)].flatMap(({ view, content, decoded }) =>
    SHAPES.filter((shape) => (shape.decoded || !decoded) && shape.pattern.test(content)).map(({ id }) => `something shaped like ${id}, ${view}`));

/** Every way to read a text in which a secret could hide. @param {string} text */
function* views(text) {
  yield { view: 'as it stands', content: text, decoded: false };
  for (const content of jsonStrings(text)) yield { view: 'in a JSON string', content, decoded: false };
  let percent = text;
  for (let times = 1; times <= 3; times += 1) {
    percent = decodePercent(percent);
    yield { view: `percent-decoded ${times} times`, content: percent, decoded: true };
  }
  const once = decodeRuns(text, BASE64, 'base64', 4);
  yield { view: 'base64', content: once, decoded: true };
  yield { view: 'base64 twice', content: decodeRuns(once, BASE64, 'base64', 4), decoded: true };
  yield { view: 'hex', content: decodeRuns(text, /[0-9A-Fa-f]{24,}/g, 'hex', 2), decoded: true };
  yield { view: 'HTML entities', content: decodeEntities(text), decoded: true };
  yield { view: 'reversed', content: [...text].reverse().join(''), decoded: true };
  const bytes = Buffer.from(text, 'latin1');
  yield { view: 'UTF-16', content: bytes.toString('utf16le'), decoded: true };
  yield { view: 'UTF-16', content: bytes.subarray(1).toString('utf16le'), decoded: true };
  yield { view: 'without blanks', content: text.replace(/[\s\u00ad\u200b\u0000]+/g, ''), decoded: true };
}

/** All strings of a JSON text, joined; strings that hold JSON are opened too. */
function* jsonStrings(text, depth = 4) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  const strings = [];
  const collect = (node) => {
    if (typeof node === 'string') strings.push(node);
    else if (node && typeof node === 'object') Object.entries(node).forEach(([name, member]) => (strings.push(name), collect(member)));
  };
  collect(value);
  yield strings.join('\n');
  if (depth > 0) for (const string of strings) if (/^\s*[[{"]/.test(string)) yield* jsonStrings(string, depth - 1);
}

const decodePercent = (text) => text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

const decodeEntities = (text) =>
  text
    .replace(/&#(?:x([0-9A-Fa-f]{1,6})|([0-9]{1,7}));?/g, (whole, hex, decimal) => {
      const point = hex ? parseInt(hex, 16) : Number(decimal);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    })
    .replace(/&(amp|lt|gt|quot);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name]);

/** Decodes every run of an alphabet, from each of its first positions, because a run may begin with something else. */
function decodeRuns(text, runs, encoding, offsets) {
  const decoded = [];
  for (const [run] of text.matchAll(runs)) {
    for (let offset = 0; offset < offsets; offset += 1) decoded.push(Buffer.from(run.slice(offset), encoding).toString('latin1'));
  }
  return decoded.join('\n');
}

/** All runs of so many characters of the secrets, and shorter secrets as a whole, found in one pass over a text. */
class Windows {
  /** By their beginnings: the runs, each with the place of its secret. */
  #runs = new Map();
  #hashes = new Uint8Array(1 << 20);

  constructor(secrets, length) {
    for (const [owner, secret] of [...secrets].entries()) {
      for (const part of secretParts(secret)) {
        const run = Math.min(length, part.length);
        for (let at = 0; run >= WINDOW && at + run <= part.length; at += 1) {
          const beginning = part.slice(at, at + WINDOW);
          if (!this.#runs.has(beginning)) this.#runs.set(beginning, []);
          this.#runs.get(beginning).push({ run: part.slice(at, at + run), owner });
          this.#hashes[hash(part, at)] = 1;
        }
      }
    }
  }

  occurIn(text) {
    return !this.owners(text).next().done;
  }

  /** The places of the secrets of which a run is in the text, each as often as one is. */
  *owners(text) {
    for (let at = 0; at + WINDOW <= text.length; at += 1) {
      if (this.#hashes[hash(text, at)] !== 1) continue;
      for (const { run, owner } of this.#runs.get(text.slice(at, at + WINDOW)) ?? []) if (text.startsWith(run, at)) yield owner;
    }
  }
}

const hash = (text, at) =>
  (text.charCodeAt(at) * 0x9e5 + text.charCodeAt(at + 2) * 0x3b1f + text.charCodeAt(at + 4) * 0x1f351 + text.charCodeAt(at + 6)) & 0xfffff;

/** What is secret about a secret: not the public beginnings and endings that all of its kind share, nor the word EXAMPLE. */
const secretParts = (secret) =>
  secret
    .replace(/^(?:ya29\.|1\/\/|4\/|GOCSPX-)/, '')
    .replace(/(?:\.apps\.googleusercontent\.com|@example-project\.iam\.gserviceaccount\.com|@gmail\.com)$/, '')
    .split(/EXAMPLE|example/);
