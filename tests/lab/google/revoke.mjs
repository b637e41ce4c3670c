/** The revocation endpoint: an access token or a refresh token, in the query or in the body. */
import { allowOrigin, preflight, readParameters } from '../http.mjs';
import { granted, invalidRequest, refused } from './answers.mjs';

/** @param {import('../http.mjs').Asked} asked @param {import('../world.mjs').World} world */
export function revoke(asked, world) {
  if (asked.method === 'OPTIONS') return preflight(asked);
  const answer = judge(asked, world);
  return { ...answer, headers: { ...allowOrigin(asked), ...answer.headers } };
}

function judge(asked, world) {
  const token = asked.url.searchParams.get('token') ?? readParameters(asked).get('token');
  if (!token) return invalidRequest('Missing required parameter: token');
  const grant = world.refreshTokens.get(token);
  if (grant && world.isAlive(grant)) {
    grant.revoked = true;
    return granted({});
  }
  if (world.accessTokens.delete(token)) return granted({});
  return refused(400, 'invalid_token', 'Token expired or revoked');
}
