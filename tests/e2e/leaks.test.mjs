/** Proves that the search for leaks finds what it must and keeps quiet about what is harmless. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as invent from '../lab/credentials.mjs';
import { findLeaks, survivors } from './leaks.mjs';

const SECRETS = [
  invent.authorizationCode(), invent.accessToken(), invent.refreshToken(), invent.clientSecret(), invent.clientId(),
  invent.opaque(), invent.mailbox(), invent.accountId(),
];

const ENCODINGS = {
  'as it stands': (secret) => secret,
  'percent-encoded': encodeURIComponent,
  'percent-encoded thrice': (secret) => encodeURIComponent(encodeURIComponent(encodeURIComponent(`/${secret}/`))),
  'every byte percent-encoded': (secret) => Buffer.from(secret).toString('hex').replace(/../g, '%$&'),
  'base64': (secret) => Buffer.from(secret).toString('base64'),
  'base64url, one byte in': (secret) => Buffer.from(`x${secret}`).toString('base64url'),
  'base64 behind a word': (secret) => `xy${Buffer.from(secret).toString('base64')}`,
  'base64 twice': (secret) => Buffer.from(Buffer.from(secret).toString('base64')).toString('base64'),
  'hex': (secret) => Buffer.from(secret).toString('hex'),
  'JSON in JSON': (secret) => JSON.stringify({ inner: JSON.stringify({ value: secret }) }),
  'JSON with escapes': (secret) => `{"value":"${[...secret].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
  'HTML entities': (secret) => [...secret].map((character) => `&#${character.charCodeAt(0)};`).join(''),
  'hexadecimal entities': (secret) => [...secret].map((character) => `&#x${character.charCodeAt(0).toString(16)};`).join(''),
  'reversed': (secret) => [...secret].reverse().join(''),
  'UTF-16': (secret) => Buffer.from(secret, 'utf16le').toString('latin1'),
  'spaced out': (secret) => [...secret].join(' '),
  'nine characters of it': (secret) => `…${secret.slice(-10, -1)}…`,
};

for (const [name, encode] of Object.entries(ENCODINGS)) {
  test(`a secret is found ${name}`, () => {
    for (const secret of SECRETS) {
      const hidden = secret.split(/@|\.apps/)[0];
      assert.notDeepEqual(findLeaks(JSON.stringify({ text: encode(hidden) }), [secret]), [], hidden);
      assert.notDeepEqual(findLeaks(encode(hidden), [secret]), [], hidden);
    }
  });
}

test('shapes are found without knowing the secret', () => {
  for (const secret of SECRETS.filter((each) => !each.startsWith('EXAMPLE'))) assert.notDeepEqual(findLeaks(`see ${secret} there`, []), [], secret);
  for (const text of ['?code=abcdefgh', '{"refresh_token": "abcdefgh"}', 'Authorization: Bearer abcdefgh.ijklmnop', 'eyJhbGciOiJSUzI1NiJ9', 'a\u202eb']) {
    assert.notDeepEqual(findLeaks(text, []), [], text);
  }
});

test('harmless text stays harmless', () => {
  const harmless = {
    fingerprint: '0A1B2C3D4E',
    shown: '4%2F0…',
    error: 'redirect_uri_mismatch',
    cause: 'code-verifier-unexpected',
    url: 'https://oauth2.googleapis.com/token',
    scope: 'https://www.googleapis.com/auth/gmail.readonly',
    text: 'The same code was sent in #3, 4.1 s earlier, and accepted.',
    grant: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  };
  assert.deepEqual(findLeaks(JSON.stringify(harmless, null, 2), SECRETS), []);
});

test('each secret that survives is named', () => {
  const [, access, refresh] = SECRETS;
  assert.deepEqual(survivors(['nothing', `x ${encodeURIComponent(refresh)}`], SECRETS), [2]);
  assert.deepEqual(survivors([refresh, access], SECRETS), [1, 2]);
  assert.deepEqual(survivors(['nothing'], SECRETS), []);
});
