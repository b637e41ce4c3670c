/** Proves that the stand-in answers as Google is known to answer. Run by `node --test lab/`. */
import assert from 'node:assert/strict';
import { request } from 'node:https';
import { after, before, beforeEach, test } from 'node:test';
import { createHash, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { startLab } from './lab.mjs';
import { scenarios } from './scenarios.mjs';

const REDIRECT_URI = 'https://app.example.test/callback';
const TOKEN = 'https://oauth2.googleapis.com/token';
let lab;
let world;

before(async () => {
  lab = await startLab();
  world = lab.world;
});
after(() => lab.close());
beforeEach(() => world.begin());

function ask(address, { method = 'GET', form, text, headers = {} } = {}) {
  const url = new URL(address);
  const body = text ?? (form && new URLSearchParams(form).toString());
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1', port: lab.port, servername: url.hostname, ca: lab.cert, agent: false,
        method: form ? 'POST' : method, path: url.pathname + url.search,
        headers: { host: url.host, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }), ...headers },
      },
      async (answer) => {
        let received = '';
        for await (const chunk of answer.setEncoding('utf8')) received += chunk;
        resolve({ status: answer.statusCode, headers: answer.headers, text: received, json: () => JSON.parse(received) });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function signIn(extra = {}) {
  const query = { response_type: 'code', client_id: world.web.id, redirect_uri: REDIRECT_URI, scope: 'gmail', access_type: 'offline', state: 'EXAMPLE', ...extra };
  const answer = await ask(`https://accounts.google.com/o/oauth2/v2/auth?${new URLSearchParams(query)}`);
  assert.equal(answer.status, 302);
  return new URL(answer.headers.location).searchParams;
}

const redeem = (code, changes = {}) =>
  ask(TOKEN, { form: { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, client_id: world.web.id, client_secret: world.web.secret, ...changes } });
const refresh = (token, changes = {}) =>
  ask(TOKEN, { form: { grant_type: 'refresh_token', refresh_token: token, client_id: world.web.id, client_secret: world.web.secret, ...changes } });

function refuses(answer, status, error, description) {
  assert.equal(answer.status, status);
  assert.deepEqual(answer.json(), { error, error_description: description });
}

test('a refused sign-in leads to a page whose address names what is refused', async () => {
  const refusal = async (changes) => {
    const answer = await ask(`https://accounts.google.com/o/oauth2/v2/auth?${new URLSearchParams({ response_type: 'code', client_id: world.web.id, redirect_uri: REDIRECT_URI, ...changes })}`);
    const page = new URL(answer.headers.location);
    return [page.pathname, Buffer.from(page.searchParams.get('authError') ?? '', 'base64').toString('utf8')];
  };
  const [page, unregistered] = await refusal({ redirect_uri: 'https://app.example.test/elsewhere' });
  assert.equal(page, '/signin/oauth/error');
  assert.match(unregistered, /redirect_uri_mismatch[^]*redirect_uri[^]*https:\/\/app\.example\.test\/elsewhere/);
  assert.match((await refusal({ client_id: 'nobody' }))[1], /invalid_client[^]*The OAuth client was not found\./);
  world.begin({ testUser: false });
  assert.deepEqual(await refusal({}), ['/v3/signin/identifier', '']);
});

test('a sign-in ends in a code, and the code in tokens, once', async () => {
  const back = await signIn();
  assert.equal(back.get('state'), 'EXAMPLE');
  assert.equal(back.get('iss'), 'https://accounts.google.com');
  const answer = await redeem(back.get('code'));
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.server, 'scaffolding on HTTPServer2');
  assert.equal(answer.headers['content-type'], 'application/json; charset=utf-8');
  assert.match(answer.json().access_token, /^ya29\.a0EXAMPLE/);
  assert.match(answer.json().refresh_token, /^1\/\/0EXAMPLE/);
  assert.equal(answer.json().refresh_token_expires_in, undefined);
  refuses(await redeem(back.get('code')), 400, 'invalid_grant', 'Bad Request');
});

test('a code that is no code is malformed', async () => {
  const code = (await signIn()).get('code');
  for (const damaged of [encodeURIComponent(code), `${code}\n`, ` ${code}`, code.slice(0, 40), 'ya29.a0EXAMPLE']) {
    refuses(await redeem(damaged), 400, 'invalid_grant', 'Malformed auth code.');
  }
  assert.equal((await redeem(code)).status, 200);
});

test('an old code is refused', async () => {
  const code = (await signIn()).get('code');
  world.advance(1);
  refuses(await redeem(code), 400, 'invalid_grant', 'Bad Request');
});

test('the client is checked before the grant', async () => {
  refuses(await redeem('junk', { client_secret: 'GOCSPX-EXAMPLE' }), 401, 'invalid_client', 'The provided client secret is invalid.');
  refuses(await redeem('junk', { client_id: 'nobody' }), 401, 'invalid_client', 'The OAuth client was not found.');
  refuses(await redeem('junk', { client_secret: '' }), 400, 'invalid_request', 'client_secret is missing.');
  refuses(await redeem('junk', { client_id: '' }), 400, 'invalid_request', 'Could not determine client ID from request.');
  refuses(await redeem('junk'), 400, 'invalid_grant', 'Malformed auth code.');
});

test('the client may name itself in a Basic header', async () => {
  const basic = Buffer.from(`${world.web.id}:${world.web.secret}`).toString('base64');
  const form = { grant_type: 'refresh_token', refresh_token: 'junk' };
  refuses(await ask(TOKEN, { form, headers: { authorization: `Basic ${basic}` } }), 400, 'invalid_grant', 'Bad Request');
});

test('a body may be JSON, if it says so', async () => {
  const text = JSON.stringify({ grant_type: 'refresh_token', refresh_token: 'junk', client_id: world.web.id, client_secret: world.web.secret });
  const post = (type) => ask(TOKEN, { method: 'POST', text, headers: { 'content-type': type } });
  refuses(await post('application/json'), 400, 'invalid_grant', 'Bad Request');
  refuses(await post('text/plain'), 400, 'unsupported_grant_type', 'Invalid grant_type: ');
});

test('PKCE: both methods, and the guard against a downgrade', async () => {
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const hashed = (await signIn({ code_challenge: challenge, code_challenge_method: 'S256' })).get('code');
  refuses(await redeem(hashed), 400, 'invalid_grant', 'Missing code verifier.');
  refuses(await redeem(hashed, { code_verifier: 'another' }), 400, 'invalid_grant', 'Invalid code verifier.');
  assert.equal((await redeem(hashed, { code_verifier: verifier })).status, 200);
  const plain = (await signIn({ code_challenge: verifier })).get('code');
  assert.equal((await redeem(plain, { code_verifier: verifier })).status, 200);
  const none = (await signIn()).get('code');
  refuses(await redeem(none, { code_verifier: verifier }), 400, 'invalid_grant', 'code_verifier or verifier is not needed.');
});

test('another redirect URI has an error code of its own', async () => {
  const code = (await signIn()).get('code');
  refuses(await redeem(code, { redirect_uri: `${REDIRECT_URI}/` }), 400, 'redirect_uri_mismatch', 'Bad Request');
});

test('in Testing, a refresh token lives for seven days', async () => {
  world.begin({ testing: true });
  const granted = (await redeem((await signIn()).get('code'))).json();
  assert.equal(granted.refresh_token_expires_in, 604799);
  world.advance(6);
  assert.equal((await refresh(granted.refresh_token)).status, 200);
  world.advance(2);
  const late = await refresh(granted.refresh_token);
  refuses(late, 400, 'invalid_grant', 'Token has been expired or revoked.');
  const days = (Date.parse(late.headers.date) - Date.now()) / 86_400_000;
  assert.ok(Math.abs(days - 8) < 0.001, `the Date header runs eight days ahead, not ${days}`);
});

test('a revoked token is dead, and cannot be revoked again', async () => {
  const { refresh_token: token } = (await redeem((await signIn()).get('code'))).json();
  assert.equal((await ask('https://oauth2.googleapis.com/revoke', { form: { token } })).status, 200);
  refuses(await refresh(token), 400, 'invalid_grant', 'Token has been expired or revoked.');
  refuses(await ask('https://oauth2.googleapis.com/revoke', { form: { token } }), 400, 'invalid_token', 'Token expired or revoked');
});

test('a grant of another client is not invalid_grant', async () => {
  const { refresh_token: token } = (await redeem((await signIn()).get('code'))).json();
  const answer = await refresh(token, { client_id: world.desktop.id, client_secret: world.desktop.secret });
  refuses(answer, 401, 'unauthorized_client', 'Unauthorized');
});

async function assertion({ ahead = 0, life = 3600, key = world.keys.service, claims = {} } = {}) {
  const now = Math.floor(Date.now() / 1000) + ahead;
  const jwt = await new SignJWT({ scope: 'gmail', iss: world.service.mailbox, aud: TOKEN, iat: now, exp: now + life, ...claims })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(key.privateKey);
  return ask(TOKEN, { form: { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: jwt } });
}

test('an assertion is verified with the real key and the real clock', async () => {
  assert.equal((await assertion()).status, 200);
  for (const wrong of [{ ahead: 1200 }, { ahead: -7200 }, { life: 7200 }]) {
    const answer = (await assertion(wrong)).json();
    assert.match(answer.error_description, /^Invalid JWT: Token must be a short-lived token \(60 minutes\)/);
  }
  refuses(await assertion({ key: world.keys.stranger }), 400, 'invalid_grant', 'Invalid JWT Signature.');
  refuses(await assertion({ claims: { aud: 'https://example.test' } }), 400, 'invalid_grant', 'Invalid JWT: Failed audience check.');
  refuses(await assertion({ claims: { iss: 'nobody' } }), 400, 'invalid_grant', 'Invalid grant: account not found');
});

test('Gmail refuses a bad token in the shape of Google’s APIs', async () => {
  const answer = await ask('https://gmail.googleapis.com/gmail/v1/users/me/messages', { headers: { authorization: 'Bearer ya29.EXAMPLE' } });
  assert.equal(answer.status, 401);
  assert.equal(answer.json().error.status, 'UNAUTHENTICATED');
});

test('the server of the client app redeems the code out of the browser’s sight', async () => {
  const login = await ask('https://app.example.test/server/login');
  const back = await ask(login.headers.location);
  const page = await ask(back.headers.location);
  assert.match(page.text, /<h1>Signed in/);
  const again = await ask(back.headers.location);
  assert.equal(again.status, 500);
  assert.match(again.text, /invalid_grant/);
});

test('every scenario has an id of its own and says what it expects', () => {
  assert.equal(new Set(scenarios.map(({ id }) => id)).size, scenarios.length);
  for (const { id, title, line, findings, start } of scenarios) {
    assert.ok(title && line && start && Array.isArray(findings), id);
  }
});
