/** grant_type=refresh_token. Google's two texts do not tell why a token is dead; neither do these. */
import { REFRESH_TOKEN_SHAPE } from '../credentials.mjs';
import { granted, invalidGrant, invalidRequest, reauthenticate, refused } from './answers.mjs';

/**
 * @param {Map<string, string>} fields
 * @param {import('../world.mjs').Client} client
 * @param {import('../world.mjs').World} world
 */
export function refresh(fields, client, world) {
  const token = fields.get('refresh_token');
  if (!token) return invalidRequest('Missing required parameter: refresh_token');
  const grant = REFRESH_TOKEN_SHAPE.test(token) ? world.refreshTokens.get(token) : undefined;
  if (!grant) return invalidGrant('Bad Request');
  if (!world.isAlive(grant)) return invalidGrant('Token has been expired or revoked.');
  if (grant.needsReauthentication) return reauthenticate();
  if (grant.client.id !== client.id) return refused(401, 'unauthorized_client', 'Unauthorized');
  const asked = (fields.get('scope') ?? grant.scope).split(' ');
  if (!asked.every((scope) => grant.scope.split(' ').includes(scope))) return refused(400, 'invalid_scope', 'Bad Request');
  return granted({
    access_token: world.issueAccessToken(grant.scope),
    expires_in: 3599,
    scope: grant.scope,
    token_type: 'Bearer',
  });
}
