/** Signs a service account's assertion, as Google's libraries do, with jose. */
import { SignJWT, importPKCS8 } from '/vendor/index.js';

/**
 * @param {import('./client.js').Client} client
 * @param {{minutesAhead?: number, key?: 'key' | 'strangersKey'}} [options]
 */
export async function signAssertion(client, { minutesAhead = 0, key = 'key' } = {}) {
  const { service } = client.facts;
  const now = Math.floor(Date.now() / 1000) + minutesAhead * 60;
  const assertion = await new SignJWT({ scope: 'https://www.googleapis.com/auth/gmail.readonly' })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: service.keyId })
    .setIssuer(service.mailbox)
    .setAudience('https://oauth2.googleapis.com/token')
    .setIssuedAt(now)
    .setExpirationTime(now + 3600)
    .sign(await importPKCS8(service[key], 'RS256'));
  await client.plant(assertion.split('.'));
  return assertion;
}
