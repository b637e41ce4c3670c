/** grant_type=authorization_code: single use, PKCE with its downgrade guard, and the redirect URI. */
import { createHash } from 'node:crypto';
import { CODE_SHAPE } from '../credentials.mjs';
import { granted, invalidGrant, invalidRequest, refused } from './answers.mjs';
import { idToken } from './id-token.mjs';

/**
 * @param {Map<string, string>} fields
 * @param {import('../world.mjs').Client} client
 * @param {import('../world.mjs').World} world
 */
export async function redeemCode(fields, client, world) {
  const code = fields.get('code');
  if (!code) return invalidRequest('Missing required parameter: code');
  if (!CODE_SHAPE.test(code)) return invalidGrant('Malformed auth code.');
  const issued = world.usableCode(code);
  if (!issued) return invalidGrant('Bad Request');

  const fault = pkceFault(issued, fields.get('code_verifier'));
  if (fault) return invalidGrant(fault);
  if (fields.get('redirect_uri') !== issued.redirectUri) return refused(400, 'redirect_uri_mismatch', 'Bad Request');
  if (issued.client.id !== client.id) return refused(401, 'unauthorized_client', 'Unauthorized');

  // Only success uses a code up: a client that leaves the verifier out is known to get through at its second try.
  issued.used = true;
  const answer = {
    access_token: world.issueAccessToken(issued.scope),
    expires_in: 3599,
    scope: issued.scope,
    token_type: 'Bearer',
  };
  if (issued.offline) {
    answer.refresh_token = world.issueRefreshToken(client, issued.scope);
    if (client.testing) answer.refresh_token_expires_in = 604799;
  }
  if (issued.scope.split(' ').includes('openid')) answer.id_token = await idToken(client, world);
  return granted(answer);
}

function pkceFault({ challenge, method }, verifier) {
  if (challenge === undefined) return verifier ? 'code_verifier or verifier is not needed.' : null;
  if (!verifier) return 'Missing code verifier.';
  const computed = method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier;
  return computed === challenge ? null : 'Invalid code verifier.';
}
