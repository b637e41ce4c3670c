/**
 * What a row of the list must be. Whatever is left out may be anything, with one exception: a cause that is not named
 * here as `confirmed` must not be confirmed, in any scenario.
 *
 * @typedef {object} Expected
 * @property {string} kind
 * @property {'succeeded' | 'failed' | 'unknown'} [outcome]
 * @property {number | null} [status] `null` when no answer was seen
 * @property {string} [error]
 * @property {string | null} [cause] the strongest cause; `null` when there must be none
 * @property {string} [standing] the strongest cause's standing
 * @property {Record<string, string>} [also] further causes with exactly this standing
 * @property {Record<string, string>} [atMost] causes that must not stand higher than this (`absent`: not listed at all)
 * @property {string} [provider]
 * @property {boolean} [lookAlike]
 * @property {string} [body] the state of the answer's body
 * @property {RegExp} [headline]
 * @property {number} [parameters] how many parameters the request has, at least
 */

/** @returns {Expected[]} the way to Google and back */
export const flow = (changes = {}) => [
  { kind: 'authorization-request', outcome: 'succeeded', status: 302, provider: 'google', cause: null, ...changes },
  { kind: 'redirect', outcome: 'succeeded', status: 200, cause: null },
];

/** @returns {Expected} */
export const granted = (changes = {}) => ({
  kind: 'token-request', outcome: 'succeeded', status: 200, provider: 'google', cause: null, ...changes,
});

/** @returns {Expected} */
export const invalidGrant = (cause, standing, changes = {}) => ({
  kind: 'token-request', outcome: 'failed', status: 400, error: 'invalid_grant', provider: 'google', cause, standing, ...changes,
});
