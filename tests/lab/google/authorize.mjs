/** The authorization endpoint. It checks the client and the redirect URI, consents at once and sends the browser back. */
import { html, redirect } from '../http.mjs';

/** A popup hands its code to the page that opened it, by a page of Google's. */
const POPUP = 'https://accounts.google.com/gsi/select';
const ERROR_PAGE = 'https://accounts.google.com/signin/oauth/error';

/** @param {import('../http.mjs').Asked} asked @param {import('../world.mjs').World} world */
export function authorize(asked, world) {
  const query = asked.url.searchParams;
  const client = world.clients().find(({ id }) => id === query.get('client_id'));
  if (!client) return errorPage('invalid_client', 'The OAuth client was not found.', 401, query);
  const redirectUri = query.get('redirect_uri');
  if (!redirectUri) return errorPage('invalid_request', 'Missing required parameter: redirect_uri', 400, query);
  if (!isRegistered(client, redirectUri)) return errorPage('redirect_uri_mismatch', '', 400, query);
  if (query.get('response_type') !== 'code') return errorPage('invalid_request', 'Invalid response_type', 400, query);

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

/** Google shows its own page and packs the reason into `authError`: a protobuf message in base64. */
function errorPage(error, message, status, query) {
  const packed = Buffer.concat([text(1, error), text(2, message), number(4, status)]).toString('base64');
  const page = new URL(ERROR_PAGE);
  page.searchParams.set('authError', packed);
  if (query.has('client_id')) page.searchParams.set('client_id', query.get('client_id'));
  page.searchParams.set('flowName', 'GeneralOAuthFlow');
  return redirect(page.href, { server: 'ESF' });
}

const varint = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);
const text = (field, value) => Buffer.from([(field << 3) | 2, ...varint(value.length), ...Buffer.from(value)]);
const number = (field, value) => Buffer.from([field << 3, ...varint(value)]);

export const showErrorPage = () =>
  html(200, '<!doctype html><title>Sign in - Google Accounts</title><h1>Access blocked: Authorization Error</h1>', { server: 'ESF' });
