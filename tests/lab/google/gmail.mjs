/** One endpoint of the Gmail API: the list of messages, for whoever brings a live access token. */
import { allowOrigin, json, preflight } from '../http.mjs';
import { apiRefusal } from './answers.mjs';

const UNAUTHENTICATED =
  'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.';

/** @param {import('../http.mjs').Asked} asked @param {import('../world.mjs').World} world */
export function gmail(asked, world) {
  if (asked.method === 'OPTIONS') return preflight(asked);
  const answer = judge(asked, world);
  return { ...answer, headers: { ...allowOrigin(asked), ...answer.headers } };
}

function judge(asked, world) {
  const token = /^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1];
  const grant = world.accessTokens.get(token);
  if (!grant || world.now() - grant.issued > 3_599_000) {
    return apiRefusal(401, 'UNAUTHENTICATED', UNAUTHENTICATED, 'authError', 'ACCESS_TOKEN_EXPIRED');
  }
  return json(200, { messages: [{ id: 'EXAMPLE-message-1', threadId: 'EXAMPLE-thread-1' }], resultSizeEstimate: 1 }, { server: 'ESF' });
}
