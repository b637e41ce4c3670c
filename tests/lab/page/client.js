/**
 * A small OAuth client, as a page would write one by hand. Scenarios use it and break it where they say so.
 */
const GOOGLE = {
  authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
  token: 'https://oauth2.googleapis.com/token',
  revoke: 'https://oauth2.googleapis.com/revoke',
  mail: 'https://gmail.googleapis.com/gmail/v1/users/me/messages?maxResults=1',
};
const OTHER = { authorize: 'https://login.other.test/authorize', token: 'https://login.other.test/token' };
const REDIRECT_URI = 'https://app.example.test/callback';
const SCOPE = 'https://www.googleapis.com/auth/gmail.readonly';

export const randomText = (length) => {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return `EXAMPLE${toBase64Url(bytes)}`.slice(0, length);
};

export const toBase64Url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const sha256 = (text) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));

/** `facts` are ids and secrets from the lab; `memory` is what the flow remembers across navigations. */
export class Client {
  constructor(facts, memory, remember, tell) {
    this.facts = facts;
    this.memory = memory;
    this.remember = remember;
    this.tell = tell;
  }

  get #provider() {
    return this.memory.provider === 'other' ? OTHER : GOOGLE;
  }

  get client() {
    return this.memory.provider === 'other' ? this.facts.other : this.facts[this.memory.client ?? 'web'];
  }

  /** The code as the callback's address spells it, still percent-encoded. */
  get rawCode() {
    return /[?&]code=([^&]*)/.exec(location.search)?.[1] ?? '';
  }

  get code() {
    return decodeURIComponent(this.rawCode);
  }

  /**
   * Sends the browser to the authorization endpoint.
   * @param {{pkce?: boolean, scope?: string, redirectUri?: string, provider?: 'other', client?: 'desktop'}} [options]
   */
  async authorize({ pkce = true, scope = SCOPE, redirectUri = REDIRECT_URI, provider, client } = {}) {
    const verifier = randomText(64);
    const state = randomText(32);
    this.remember({ provider, client, redirectUri, state, verifier: pkce ? verifier : undefined });
    const address = new URL(this.#provider.authorize);
    const query = { response_type: 'code', client_id: this.client.id, redirect_uri: redirectUri, scope, state, access_type: 'offline', prompt: 'consent' };
    if (pkce) Object.assign(query, { code_challenge: toBase64Url(await sha256(verifier)), code_challenge_method: 'S256' });
    address.search = new URLSearchParams(query);
    await this.plant([verifier, state, query.code_challenge]);
    location.assign(address.href);
    return new Promise(() => {});
  }

  /** Redeems the callback's code. `changes` replaces fields; `undefined` leaves a field out. */
  redeem(changes = {}) {
    return this.#askForToken({
      grant_type: 'authorization_code',
      code: this.code,
      redirect_uri: this.memory.redirectUri,
      code_verifier: this.memory.verifier,
      ...changes,
    });
  }

  /** Hands the callback's code to the app's server, which redeems it where the browser cannot see it. */
  async handOver() {
    const answer = await fetch('/server/exchange', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: this.code }),
    });
    return this.#read('POST /server/exchange', answer);
  }

  refresh(refreshToken, changes = {}, how = {}) {
    return this.#askForToken({ grant_type: 'refresh_token', refresh_token: refreshToken, ...changes }, how);
  }

  assert(assertion) {
    return this.#post(this.#provider.token, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  }

  revoke(token) {
    return this.#post(GOOGLE.revoke, { token });
  }

  async readMail(accessToken) {
    const answer = await fetch(GOOGLE.mail, { headers: { authorization: `Bearer ${accessToken}` } });
    return this.#read('GET gmail messages', answer);
  }

  /** Tells the lab what to look for in places where no secret may be. */
  plant(values) {
    return this.lab('plant', { values: values.filter(Boolean) });
  }

  async lab(what, input = {}) {
    const answer = await fetch(`/lab/${what}`, { method: 'POST', body: JSON.stringify(input) });
    return answer.json();
  }

  #askForToken(fields, how) {
    return this.#post(how?.url ?? this.#provider.token, { client_id: this.client.id, client_secret: this.client.secret, ...fields }, how);
  }

  async #post(url, fields, { unread = false } = {}) {
    const body = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== undefined));
    const what = `POST ${new URL(url).host}${new URL(url).pathname}`;
    let answer;
    try {
      answer = await fetch(url, { method: 'POST', body });
    } catch (error) {
      this.tell(`${what}: ${error.message}`);
      return {};
    }
    if (unread) {
      this.tell(`${what}: ${answer.status}, and the page reads no further`);
      return {};
    }
    return this.#read(what, answer);
  }

  async #read(what, answer) {
    const text = await answer.text();
    const body = parse(text);
    const reason = body.error ? ` ${body.error.status ?? body.error}${body.error_description ? ` “${body.error_description}”` : ''}` : '';
    this.tell(`${what}: ${answer.status}${reason}`);
    return body;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
