/** A host whose name begins like Google's and is not Google's. It answers in Google's words. */
import { allowOrigin, json, preflight } from '../http.mjs';

/** @param {import('../http.mjs').Asked} asked */
export const lookAlike = (asked) =>
  asked.method === 'OPTIONS'
    ? preflight(asked)
    : json(400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }, allowOrigin(asked));
