/** Google's own page for a sign-in that it refuses. The reason stands in its address: `authError`, a protobuf message in base64. */
import { html, redirect } from '../http.mjs';

const ERROR_PAGE = 'https://accounts.google.com/signin/oauth/error';
const HELP = 'https://developers.google.com/identity/protocols/oauth2/';

export const UNREGISTERED =
  "You can't sign in to this app because it doesn't comply with Google's OAuth 2.0 policy.\n\nIf you're the app developer, register the redirect URI in the Google Cloud Console.";
export const NOT_A_TEST_USER =
  'The developer hasn’t given you access to this app. It’s currently being tested and it hasn’t been verified by Google. If you think you should have access, contact the developer (somebody@app.example.test).';

/**
 * @param {string} error @param {string} message @param {number} status
 * @param {URLSearchParams} query the request's
 * @param {Record<string, string>} [quoted] what the page names as refused
 */
export function errorPage(error, message, status, query, quoted = {}) {
  const pairs = Object.entries(quoted).map(([name, value]) => bytes(5, Buffer.concat([text(1, name), text(2, value)])));
  const packed = Buffer.concat([text(1, error), text(2, message), text(3, HELP), number(4, status), ...pairs]).toString('base64');
  const page = new URL(ERROR_PAGE);
  page.searchParams.set('authError', packed);
  if (query.has('client_id')) page.searchParams.set('client_id', query.get('client_id'));
  page.searchParams.set('flowName', 'GeneralOAuthFlow');
  return redirect(page.href, { server: 'ESF' });
}

export const showErrorPage = () =>
  html(200, '<!doctype html><title>Sign in - Google Accounts</title><h1>Access blocked: Authorization Error</h1>', { server: 'ESF' });

const varint = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]);
const bytes = (field, value) => Buffer.from([(field << 3) | 2, ...varint(value.length), ...value]);
const text = (field, value) => bytes(field, Buffer.from(value));
const number = (field, value) => Buffer.from([field << 3, ...varint(value)]);
