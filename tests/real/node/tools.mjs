/** What a recipe works with: the page's code, and what a program around it would hold. */
import assert from 'node:assert/strict';
import { Gaxios } from 'gaxios';
import { JWT, OAuth2Client } from 'google-auth-library';

export const REDIRECT_URI = 'https://app.example.test/callback';
export const SCOPES = ['https://mail.google.com/'];
const AsyncFunction = (async () => {}).constructor;
const web = new Gaxios();

export function tools(code, world) {
  const clientId = world.web.id;
  const clientSecret = world.web.secret;
  const client = () => new OAuth2Client({ clientId, clientSecret, redirectUri: REDIRECT_URI });
  const parts = code.split('\n\n');

  /**
   * Runs `text` with `names` in scope.
   * @param {Record<string, unknown>} names
   * @param {string} [result] an expression for what to give back
   */
  async function run(names, result = 'undefined', text = code) {
    const scope = { OAuth2Client, JWT, SCOPES, REDIRECT_URI, clientId, clientSecret, ...names };
    return new AsyncFunction(...Object.keys(scope), `{ ${text}\nreturn ${result}; }`)(...Object.values(scope));
  }

  /** Goes to the authorization address and comes back with the code. */
  async function signIn(address) {
    const answer = await web.request({ url: String(address), redirect: 'manual', validateStatus: () => true });
    const back = new URL(answer.headers.get('location'));
    assert.ok(back.searchParams.has('code'), `no code in ${back.origin}${back.pathname}`);
    return { code: back.searchParams.get('code'), back };
  }

  const plainUrl = (parameters = {}) => client().generateAuthUrl({ access_type: 'offline', scope: SCOPES, ...parameters });
  return { assert, clientId, clientSecret, client, code, parts, run, signIn, plainUrl, world, web };
}
