/**
 * Google's own answers: statuses, headers and wording as they are reported from the wire.
 *
 * @typedef {import('../http.mjs').Asked} Asked
 * @typedef {import('../http.mjs').Answered} Answered
 */
import { json } from '../http.mjs';

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-cache, no-store, max-age=0, must-revalidate',
  pragma: 'no-cache',
  expires: 'Mon, 01 Jan 1990 00:00:00 GMT',
  server: 'scaffolding on HTTPServer2',
  'x-content-type-options': 'nosniff',
};

/** @param {unknown} body @returns {Answered} */
export const granted = (body) => json(200, body, HEADERS);

/** @param {number} status @param {string} error @param {string} [description] @returns {Answered} */
export const refused = (status, error, description) =>
  json(status, { error, ...(description === undefined ? {} : { error_description: description }) }, HEADERS);

export const invalidGrant = (description) => refused(400, 'invalid_grant', description);
/** A Workspace policy wants the user to sign in again, although the token is alive. */
export const reauthenticate = () =>
  json(400, {
    error: 'invalid_grant',
    error_description: 'reauth related error (invalid_rapt)',
    error_uri: 'https://support.google.com/a/answer/9368756',
    error_subtype: 'invalid_rapt',
  }, HEADERS);
export const invalidRequest = (description) => refused(400, 'invalid_request', description);
export const invalidClient = (description) => refused(401, 'invalid_client', description);

/** The shape of Google's APIs, which is not the token endpoint's. */
export function apiRefusal(code, status, message, reason, detail) {
  return json(code, {
    error: {
      code,
      message,
      errors: [{ message: 'Invalid Credentials', domain: 'global', reason, location: 'Authorization', locationType: 'header' }],
      status,
      details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: detail, domain: 'googleapis.com' }],
    },
  }, { server: 'ESF', 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' });
}
