/**
 * Real Node.js libraries meet a refusal of the lab's. One line of JSON each: `{name, printed, told}`, what the library prints by
 * itself and what is where the sentence of its row in libraries/ says; or `{name, absent}` where it is not installed.
 */
import { readFile } from 'node:fs/promises';
import { apps } from './node-apps.mjs';

const world = JSON.parse(await readFile('world.json', 'utf8'));
const { id, secret } = world.web;
const TOKEN = 'https://oauth2.googleapis.com/token';
const REDIRECT = 'https://app.example.test/callback';
const refusal = () => new URLSearchParams({ grant_type: 'refresh_token', refresh_token: world.deadToken, client_id: id, client_secret: secret });

const texts = {
  'google-auth-library': async ({ OAuth2Client }) => {
    const client = new OAuth2Client({ clientId: id, clientSecret: secret });
    client.setCredentials({ refresh_token: world.deadToken });
    return thrown(() => client.getAccessToken(), (error) => error.response.data);
  },
  oauth4webapi: (oauth) => thrown(async () => {
    const server = { issuer: 'https://accounts.google.com', token_endpoint: TOKEN };
    const client = { client_id: id };
    const answer = await oauth.refreshTokenGrantRequest(server, client, oauth.ClientSecretPost(secret), world.deadToken);
    await oauth.processRefreshTokenResponse(server, client, answer);
  }, (error) => [error.error, error.error_description, error.cause]),
  'openid-client': (oidc) => thrown(() => {
    const server = { issuer: 'https://accounts.google.com', token_endpoint: TOKEN };
    return oidc.refreshTokenGrant(new oidc.Configuration(server, id, secret), world.deadToken);
  }, (error) => [error.error, error.error_description, error.cause]),
  'passport-google-oauth20': (passport) => thrown(() => strategy(passport, { tokenURL: TOKEN }), (error) => [error.code, error.message]),
  'passport-google-oauth20 (no JSON)': (passport) =>
    thrown(() => strategy(passport, { tokenURL: 'https://oauth2.googleapis.com/nowhere' }), (error) => error.oauthError),
  'simple-oauth2': ({ default: { AuthorizationCode } }) => {
    const client = new AuthorizationCode({
      client: { id, secret }, auth: { tokenHost: 'https://oauth2.googleapis.com', tokenPath: '/token' }, options: { authorizationMethod: 'body' },
    });
    return thrown(() => client.getToken({ code: world.spentCode, redirect_uri: REDIRECT }), (error) => error.data.payload);
  },
  'client-oauth2': ({ default: ClientOAuth2 }) => {
    const client = new ClientOAuth2({ clientId: id, clientSecret: secret, accessTokenUri: TOKEN, redirectUri: REDIRECT });
    return thrown(() => client.code.getToken(`${REDIRECT}?code=${encodeURIComponent(world.spentCode)}`), (error) => error.body);
  },
  arctic: ({ Google }) =>
    thrown(() => new Google(id, secret, REDIRECT).validateAuthorizationCode(world.spentCode, 'v'.repeat(43)), (error) => error.description),
  axios: ({ default: axios }) => thrown(() => axios.post(TOKEN, refusal()), (error) => error.response.data, `POST ${TOKEN}\n`),
  got: ({ default: got }) => thrown(() => got.post(TOKEN, { form: Object.fromEntries(refusal()), retry: { limit: 0 } }), (error) => error.response.body),
};

/** Runs passport's strategy as its middleware would. */
function strategy({ Strategy }, options) {
  return new Promise((resolve, reject) => {
    const strategy = new Strategy({ clientID: id, clientSecret: secret, callbackURL: REDIRECT, ...options }, () => resolve());
    Object.assign(strategy, { error: reject, fail: reject, success: resolve, redirect: reject });
    strategy.authenticate({ query: { code: world.spentCode }, url: '/callback', headers: {}, connection: {} }, {});
  });
}

/** Runs `act`. An app that uses an HTTP client by itself logs where it sent the request (`before`). */
async function thrown(act, where, before = '') {
  try {
    await act();
  } catch (error) {
    return { printed: before + error.stack, told: JSON.stringify(where(error)) };
  }
  throw new Error('nothing was thrown');
}

for (const [name, act] of [...Object.entries(texts), ...Object.entries(await apps(world))]) {
  const library = await import(name.split(' ')[0]).catch(() => null);
  const result = library ? await act(library).catch((error) => ({ fault: `${error.stack}` })) : { absent: true };
  process.stdout.write(`${JSON.stringify({ name, ...result })}\n`);
}
process.exit(0);
