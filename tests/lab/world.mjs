/**
 * What the stand-in servers know: clients, codes, tokens, and what time it is. One world serves one lab; every
 * scenario begins with a new one, at the machine's time.
 */
import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import * as invent from './credentials.mjs';

const MINUTE = 60_000;
const DAY = 86_400_000;
const rsaKey = () => promisify(generateKeyPair)('rsa', { modulusLength: 2048 });

/** RFC 6749 recommends ten minutes at most; Google names no figure. */
const CODE_LIFE = 10 * MINUTE;
/** What Google grants an app whose publishing status is Testing. */
const TESTING_LIFE = 7 * DAY;

/**
 * @typedef {{id: string, secret: string, redirectUris: string[], testing: boolean}} Client
 * @typedef {{client: Client, redirectUri: string, scope: string, offline: boolean, challenge?: string, method?: string,
 *   issued: number, used: boolean}} Code
 * @typedef {{client: Client, scope: string, issued: number, life?: number, revoked: boolean, needsReauthentication?: boolean}} Grant
 */

export class World {
  #offset = 0;

  /** Key pairs are slow to make, so one set serves the whole run. */
  static async make() {
    const [service, stranger, idToken] = await Promise.all([rsaKey(), rsaKey(), rsaKey()]);
    const world = new World();
    world.keys = { service, stranger, idToken };
    world.begin();
    return world;
  }

  /** Forgets everything and sets the clock right. */
  begin({ testing = false, answer = null, testUser = true } = {}) {
    this.#offset = 0;
    /** Every secret of this scenario, so that a test can look for it. */
    this.planted = new Set();
    /** What the token endpoint does next time instead of answering well: see `google/strange.mjs`. */
    this.strange = answer;
    /** Whether the user is one of the app's test users. */
    this.isTestUser = testUser;
    this.codes = new Map();
    this.refreshTokens = new Map();
    this.accessTokens = new Map();
    this.user = { mailbox: this.plant(invent.mailbox()), id: this.plant(invent.accountId()) };
    this.web = this.#client(['https://app.example.test/callback', 'https://app.example.test/server/callback', 'postmessage'], testing);
    this.desktop = this.#client(['http://127.0.0.1', 'http://localhost'], testing);
    this.other = { ...this.#client(['https://app.example.test/callback'], false), id: this.plant(invent.opaque(12)) };
    this.service = {
      mailbox: this.plant(`lab-${invent.mailbox().split('@')[0]}@example-project.iam.gserviceaccount.com`),
      keyId: this.plant(`EXAMPLE${invent.opaque(33).slice(7)}`),
    };
    this.deadToken = this.plant(invent.refreshToken());
    this.policyToken = this.issueRefreshToken(this.web, 'https://www.googleapis.com/auth/cloud-platform');
    this.refreshTokens.get(this.policyToken).needsReauthentication = true;
    this.refreshTokens.set(this.deadToken, { client: this.web, scope: '', issued: 0, revoked: true });
  }

  now() {
    return Date.now() + this.#offset;
  }

  /** @param {number} days */
  advance(days) {
    this.#offset += days * DAY;
  }

  /** @template {string} T @param {T} secret @returns {T} */
  plant(secret) {
    this.planted.add(secret);
    return secret;
  }

  #client(redirectUris, testing) {
    return {
      id: this.plant(invent.clientId()),
      secret: this.plant(invent.clientSecret()),
      redirectUris,
      testing,
    };
  }

  clients() {
    return [this.web, this.desktop, this.other];
  }

  /** @param {Omit<Code, 'issued' | 'used'>} details */
  issueCode(details) {
    const code = this.plant(invent.authorizationCode());
    this.codes.set(code, { ...details, issued: this.now(), used: false });
    return code;
  }

  /** @param {string} code @returns {Code | undefined} the code's record while it can still be redeemed */
  usableCode(code) {
    const record = this.codes.get(code);
    return record && !record.used && this.now() - record.issued <= CODE_LIFE ? record : undefined;
  }

  /** Redeems every open code, as somebody would whom the browser cannot see. */
  spendCodes() {
    for (const record of this.codes.values()) record.used = true;
  }

  /** @param {Client} client @param {string} scope */
  issueRefreshToken(client, scope) {
    const token = this.plant(invent.refreshToken());
    const life = client.testing ? TESTING_LIFE : undefined;
    this.refreshTokens.set(token, { client, scope, issued: this.now(), life, revoked: false });
    return token;
  }

  /** @param {Grant} grant */
  isAlive(grant) {
    return !grant.revoked && (grant.life === undefined || this.now() - grant.issued < grant.life);
  }

  /** @param {string} scope @param {() => string} make */
  issueAccessToken(scope, make = invent.accessToken) {
    const token = this.plant(make());
    this.accessTokens.set(token, { scope, issued: this.now() });
    return token;
  }
}
