/** The authorization endpoint. It checks the client and the redirect URI, consents at once and sends the browser back. */
import { redirect } from '../http.mjs';
import { errorPage, NOT_A_TEST_USER, UNREGISTERED } from './error-page.mjs';

/** A popup hands its code to the page that opened it, by a page of Google's. */
const POPUP = 'https://accounts.google.com/gsi/select';
/** Where the user chooses an account. */
const CHOOSER = 'https://accounts.google.com/v3/signin/identifier';

/** @param {import('../http.mjs').Asked} asked @param {import('../world.mjs').World} world */
export function authorize(asked, world) {
  const query = asked.url.searchParams;
  const client = world.clients().find(({ id }) => id === query.get('client_id'));
  if (!client) return errorPage('invalid_client', 'The OAuth client was not found.', 401, query);
  const redirectUri = query.get('redirect_uri');
  if (!redirectUri) return errorPage('invalid_request', 'Missing required parameter: redirect_uri', 400, query);
  if (!isRegistered(client, redirectUri)) {
    return errorPage('redirect_uri_mismatch', UNREGISTERED, 400, query, { redirect_uri: redirectUri });
  }
  if (query.get('response_type') !== 'code') return errorPage('invalid_request', 'Invalid response_type', 400, query);
  if (!world.isTestUser) return redirect(`${CHOOSER}?${query}`, { server: 'ESF' });

  const code = world.issueCode({
    client,
    redirectUri,
    scope: query.get('scope') ?? '',
    offline: query.get('access_type') === 'offline',
    challenge: query.get('code_challenge') ?? undefined,
    method: query.get('code_challenge_method') ?? 'plain',
  });
  const back = new URL(redirectUri === 'postmessage' ? POPUP : redirectUri);
  if (query.has('state')) back.searchParams.set('state', query.get('state'));
  back.searchParams.set('iss', 'https://accounts.google.com');
  back.searchParams.set('code', code);
  back.searchParams.set('scope', query.get('scope') ?? '');
  return redirect(back.href, { server: 'ESF' });
}

/** A desktop client may use any port on the loopback addresses, as Google allows. */
function isRegistered(client, redirectUri) {
  if (client.redirectUris.includes(redirectUri)) return true;
  const url = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  return url !== null && client.redirectUris.includes(`${url.protocol}//${url.hostname}`);
}

/** The account is known only now, and it is not among the app's test users. @param {import('../http.mjs').Asked} asked */
export const chooseAccount = (asked) => errorPage('access_denied', NOT_A_TEST_USER, 403, asked.url.searchParams);
