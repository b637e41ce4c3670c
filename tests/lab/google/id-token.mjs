import { SignJWT } from 'jose';
import { json } from '../http.mjs';

const KEY_ID = 'EXAMPLE-id-token-key';

/** @param {import('../world.mjs').Client} client @param {import('../world.mjs').World} world */
export async function idToken(client, world) {
  const now = Math.floor(world.now() / 1000);
  const jwt = await new SignJWT({
    azp: client.id,
    sub: world.user.id,
    email: world.user.mailbox,
    email_verified: true,
    name: 'EXAMPLE Person',
  })
    .setProtectedHeader({ alg: 'RS256', kid: KEY_ID, typ: 'JWT' })
    .setIssuer('https://accounts.google.com')
    .setAudience(client.id)
    .setIssuedAt(now)
    .setExpirationTime(now + 3600)
    .sign(world.keys.idToken.privateKey);
  jwt.split('.').forEach((segment) => world.plant(segment));
  return jwt;
}

/** The keys by which an ID token is verified, by their id. */
export const certificates = (_, world) =>
  json(200, { [KEY_ID]: world.keys.idToken.publicKey.export({ type: 'spki', format: 'pem' }) }, { 'cache-control': 'public, max-age=3600' });
