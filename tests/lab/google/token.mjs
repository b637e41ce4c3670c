/**
 * The token endpoint. The order of its checks is Google's: what is asked for, then the client, then the grant. That is
 * why `invalid_grant` means that the client was accepted.
 */
import { allowOrigin, preflight, readParameters } from '../http.mjs';
import { invalidClient, invalidRequest, refused } from './answers.mjs';
import { redeemCode } from './grant-code.mjs';
import { redeemAssertion } from './grant-assertion.mjs';
import { refresh } from './grant-refresh.mjs';
import { strangeAnswer } from './strange.mjs';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** @param {import('../http.mjs').Asked} asked @param {import('../world.mjs').World} world */
export async function token(asked, world) {
  if (asked.method === 'OPTIONS') return preflight(asked);
  const strange = strangeAnswer(world);
  const answer = strange ?? (await judge(asked, world));
  return { ...answer, headers: { ...(strange?.unreadable ? {} : allowOrigin(asked)), ...answer.headers } };
}

async function judge(asked, world) {
  if (asked.method !== 'POST') return refused(405, 'invalid_request', 'Method not allowed');
  const fields = readParameters(asked);
  const grantType = fields.get('grant_type') ?? '';

  if (grantType === JWT_BEARER) return redeemAssertion(fields, world);
  if (!['authorization_code', 'refresh_token', DEVICE_CODE].includes(grantType)) {
    return refused(400, 'unsupported_grant_type', `Invalid grant_type: ${grantType}`);
  }
  const credentials = clientCredentials(asked, fields);
  if (!credentials.id) return invalidRequest('Could not determine client ID from request.');
  if (!credentials.secret) return invalidRequest('client_secret is missing.');
  const client = [world.web, world.desktop].find(({ id }) => id === credentials.id);
  if (!client) return invalidClient('The OAuth client was not found.');
  if (client.secret !== credentials.secret) return invalidClient('The provided client secret is invalid.');

  if (grantType === 'authorization_code') return redeemCode(fields, client, world);
  if (grantType === 'refresh_token') return refresh(fields, client, world);
  return refused(400, 'invalid_grant', 'Bad Request');
}

/** Google takes the client's id and secret from the body or from a Basic header. */
function clientCredentials(asked, fields) {
  const basic = /^Basic (.+)$/i.exec(asked.headers.authorization ?? '');
  if (!basic) return { id: fields.get('client_id'), secret: fields.get('client_secret') };
  const [id, secret] = Buffer.from(basic[1], 'base64').toString('utf8').split(':').map(decodeURIComponent);
  return { id, secret };
}
