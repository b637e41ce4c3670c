/**
 * How each page's Node.js fix is run against the lab. A recipe stands for the program around the fix: it hands in what the
 * fix takes for granted, and looks at what comes of it.
 */
import { readFile } from 'node:fs/promises';
import { SCOPES } from './tools.mjs';

const isAccessToken = /^ya29\./;

/** A fix that builds an authorization address: it leads to a code, the code to tokens with a refresh token. */
async function address({ assert, client, run, signIn }, names = {}) {
  const url = await run({ client: client(), ...names }, 'url');
  const { tokens } = await client().getToken((await signIn(url)).code);
  assert.match(tokens.refresh_token, /^1\/\//);
  return new URL(url).searchParams;
}

/** A fix that makes a service account's client: an access token is issued for it. */
async function serviceAccount({ assert, run }) {
  const client = await run({}, 'client');
  const { access_token: token } = await client.authorize();
  assert.match(token, isAccessToken);
  return client;
}

/** A fix that sends the code: tokens are issued. */
async function redeem({ assert, client, run, signIn, plainUrl }, names = {}) {
  const { code, back } = await signIn(plainUrl());
  const tokens = await run({ client: client(), code, request: { query: { code }, url: back.pathname + back.search }, ...names }, 'tokens');
  assert.match(tokens.access_token, isAccessToken);
}

async function withEnvironment(values, work) {
  const before = { ...process.env };
  Object.assign(process.env, values);
  try {
    return await work();
  } finally {
    for (const name of Object.keys(values)) {
      if (name in before) process.env[name] = before[name];
      else delete process.env[name];
    }
  }
}

export const recipes = {
  'access-token-expired': async ({ assert, client, run }) => {
    const stored = JSON.parse(await readFile('token.json', 'utf8'));
    const answer = await run({ client: client(), stored }, 'answer');
    assert.equal(answer.status, 200);
  },
  'access-token-scope-missing': async ({ assert, client, run, signIn, plainUrl }) => {
    const began = [];
    for (const scope of ['https://www.googleapis.com/auth/gmail.readonly', 'openid']) {
      await run({ client: client(), code: (await signIn(plainUrl({ scope }))).code, startSignIn: (needed) => began.push(needed) });
    }
    assert.deepEqual(began, ['https://www.googleapis.com/auth/gmail.readonly']);
  },
  'app-in-testing': async (tools) => {
    tools.assert.equal((await address(tools)).get('prompt'), 'consent');
  },
  'assertion-audience-wrong': serviceAccount,
  'assertion-issuer-wrong': async (tools) => {
    tools.assert.equal((await serviceAccount(tools)).subject, 'user@your-domain.example');
  },
  'assertion-scope-wrong': serviceAccount,
  'assertion-times-wrong': async ({ assert, run, world }) => {
    const claims = await run({}, 'claims');
    const { JWT } = await import('google-auth-library');
    const key = JSON.parse(await readFile('key.json', 'utf8'));
    const jwt = new JWT({ email: world.service.mailbox, key: key.private_key, scopes: SCOPES, additionalClaims: claims });
    assert.match((await jwt.authorize()).access_token, isAccessToken);
    assert.equal(claims.exp - claims.iat, 3600);
  },
  'body-misencoded': async ({ assert, clientId, clientSecret, run, web }) => {
    const stored = JSON.parse(await readFile('token.json', 'utf8'));
    const parameters = {
      grant_type: 'refresh_token', refresh_token: stored.refresh_token, client_id: clientId, client_secret: clientSecret,
    };
    let answer;
    const fetch = async (url, options) => {
      answer = await web.fetch(url, options);
    };
    await run({ parameters, fetch });
    assert.match(answer.data.access_token, isAccessToken);
  },
  'client-id-missing': async (tools) => {
    const { assert, clientId, clientSecret, run } = tools;
    await assert.rejects(run({}), /GOOGLE_CLIENT_ID is not set/);
    await withEnvironment({ GOOGLE_CLIENT_ID: clientId, GOOGLE_CLIENT_SECRET: clientSecret }, async () => {
      const client = await run({}, 'client');
      const stored = JSON.parse(await readFile('token.json', 'utf8'));
      client.setCredentials({ refresh_token: stored.refresh_token });
      assert.match((await client.getAccessToken()).token, isAccessToken);
    });
  },
  'client-secret-missing': async ({ assert, client, run, signIn, plainUrl }) => {
    const made = await run({ redirectUri: client().redirectUri }, 'client');
    const { tokens } = await made.getToken((await signIn(plainUrl())).code);
    assert.match(tokens.access_token, isAccessToken);
  },
  'client-secret-wrong': async ({ assert, run, signIn, plainUrl }) => {
    const made = await run({ readFile }, 'client');
    const { tokens } = await made.getToken((await signIn(plainUrl())).code);
    assert.match(tokens.access_token, isAccessToken);
  },
  'code-challenge-missing': async ({ assert, client, code: lines, run, signIn }) => {
    const made = client();
    const [challenge, address, exchange] = lines.trim().split('\n');
    const { url, codeVerifier } = await run({ client: made }, '({ url, codeVerifier })', `${challenge}\n${address}`);
    assert.equal(new URL(url).searchParams.get('code_challenge_method'), 'S256');
    const tokens = await run({ client: made, codeVerifier, code: (await signIn(url)).code }, 'tokens', exchange);
    assert.match(tokens.access_token, isAccessToken);
  },
  'code-damaged': async (tools) => {
    await redeem(tools);
    const list = { query: { code: ['4/0AEXAMPLE', '4/0AEXAMPLE'] } };
    await tools.assert.rejects(tools.run({ client: tools.client(), request: list }), /carries no code/);
  },
  'code-encoded-twice': redeem,
  'code-redeemed-twice': async ({ assert, client, run, signIn, plainUrl }) => {
    const routes = {};
    await run({ client: client(), app: { get: (path, handler) => { routes[path] = handler; } } });
    const callback = routes['/oauth/callback'];
    const { code } = await signIn(plainUrl({ state: 'EXAMPLE-state' }));
    const session = { state: 'EXAMPLE-state' };
    const sentTo = [];
    const visit = () => callback({ query: { code, state: 'EXAMPLE-state' }, session }, { redirect: (path) => sentTo.push(path) });
    await visit();
    assert.match(session.tokens.access_token, isAccessToken);
    await visit();
    assert.deepEqual(sentTo, ['/inbox', '/']);
  },
  'code-verifier-mismatch': async ({ assert, client, run, signIn, plainUrl }) => {
    const verifiers = new Map();
    const challenge = await run({ client: client(), verifiers, state: 'EXAMPLE-state' }, 'codeChallenge');
    const { code } = await signIn(plainUrl({ code_challenge: challenge, code_challenge_method: 'S256' }));
    const { tokens } = await client().getToken({ code, codeVerifier: verifiers.get('EXAMPLE-state') });
    assert.match(tokens.access_token, isAccessToken);
  },
  'code-verifier-missing': async ({ assert, client, parts, run, signIn }) => {
    const session = {};
    const [first, second] = parts;
    const url = await run({ client: client(), session }, 'url', first);
    const { code } = await signIn(url);
    const tokens = await run({ client: client(), session, code }, 'tokens', second);
    assert.match(tokens.access_token, isAccessToken);
  },
  'code-verifier-unexpected': async ({ client, code: lines, run, signIn, plainUrl }) => {
    const [withVerifier, without] = lines.trim().split('\n');
    const made = client();
    const { codeVerifier, codeChallenge } = await made.generateCodeVerifierAsync();
    const pkce = { code_challenge: codeChallenge, code_challenge_method: 'S256' };
    await run({ client: made, codeVerifier, code: (await signIn(plainUrl(pkce))).code }, 'null', withVerifier);
    await run({ client: made, code: (await signIn(plainUrl())).code }, 'null', without);
  },
  'code-wrong-kind': async ({ assert, client, clientId, run, signIn, plainUrl }) => {
    const made = client();
    const { tokens } = await made.getToken((await signIn(plainUrl({ scope: ['openid', 'email'] }))).code);
    const { code } = await signIn(plainUrl({ redirect_uri: 'postmessage' }));
    const found = await run({ client: client(), credential: tokens.id_token, CLIENT_ID: clientId, code }, '({ ticket, tokens })');
    assert.equal(found.ticket.getPayload().aud, clientId);
    assert.match(found.tokens.access_token, isAccessToken);
  },
  'delegation-missing': serviceAccount,
  'grant-revoked': async ({ assert, run }) => {
    const sentTo = [];
    const request = { session: { destroy: (done) => done() } };
    await run({ request, response: { redirect: (path) => sentTo.push(path) } });
    assert.deepEqual(sentTo, ['/']);
  },
  'grant-type-wrong': serviceAccount,
  'impersonated-user-unknown': serviceAccount,
  'popup-redirect-uri': async (tools) => {
    const { code } = await tools.signIn(tools.plainUrl({ redirect_uri: 'postmessage' }));
    await redeem(tools, { code });
  },
  'reauthentication-required': async ({ assert, client, run, world }) => {
    const made = client();
    made.setCredentials({ refresh_token: world.needsReauthentication });
    let began = 0;
    await run({ client: made, startSignIn: () => { began += 1; } });
    assert.equal(began, 1);
  },
  'redirect-uri-mismatch': async ({ assert, parts, run, signIn, plainUrl }) => {
    const [own, popup] = parts;
    const made = await run({ code: (await signIn(plainUrl())).code }, '({ client, tokens })', own);
    assert.match(made.tokens.access_token, isAccessToken);
    const { code } = await signIn(plainUrl({ redirect_uri: 'postmessage' }));
    const fromPopup = await run({ client: made.client, code }, 'fromPopup', popup);
    assert.match(fromPopup.access_token, isAccessToken);
  },
  'refresh-token-damaged': async ({ assert, client, run }) => {
    const { refresh_token: token } = JSON.parse(await readFile('token.json', 'utf8'));
    const made = client();
    await withEnvironment({ GOOGLE_REFRESH_TOKEN: token }, () => run({ client: made }));
    assert.match((await made.getAccessToken()).token, isAccessToken);
    await withEnvironment({ GOOGLE_REFRESH_TOKEN: `"${token}"\n` }, () => assert.rejects(run({ client: made }), /not a whole/));
  },
  'refresh-token-limit': async (tools) => {
    tools.assert.equal((await address(tools, { storedRefreshToken: undefined })).get('prompt'), 'consent');
    tools.assert.equal((await address(tools, { storedRefreshToken: '1//0EXAMPLE' })).get('prompt'), null);
  },
  'refresh-token-never-issued': async (tools) => {
    tools.assert.equal((await address(tools)).get('access_type'), 'offline');
  },
  'refresh-token-superseded': async ({ assert, client, run, signIn, plainUrl }) => {
    const made = client();
    const stored = [];
    await run({ client: made, store: (value) => stored.push(value) });
    const { tokens } = await made.getToken((await signIn(plainUrl())).code);
    made.setCredentials(tokens);
    made.emit('tokens', tokens);
    const { res } = await made.refreshAccessToken();
    assert.equal(res.status, 200);
    assert.ok(stored.length >= 1 && stored.every((value) => value.refresh_token === tokens.refresh_token));
  },
  'refresh-token-wrong-kind': async ({ assert, client, run }) => {
    const stored = JSON.parse(await readFile('token.json', 'utf8'));
    assert.match(await run({ client: client(), stored }, 'token'), isAccessToken);
  },
  'scope-not-granted': async (tools) => {
    tools.assert.equal((await address(tools)).get('include_granted_scopes'), 'true');
  },
  'service-account-without-subject': async (tools) => {
    tools.assert.equal((await serviceAccount(tools)).subject, 'user@your-domain.example');
  },
  'signing-key-mismatch': async (tools) => {
    const key = JSON.parse(await readFile('key.json', 'utf8'));
    const values = { CLIENT_EMAIL: key.client_email, PRIVATE_KEY: key.private_key.replaceAll('\n', '\\n') };
    await withEnvironment(values, () => serviceAccount(tools));
  },
  'state-missing': async ({ assert, client, run, signIn }) => {
    const session = {};
    const { back } = await signIn(await run({ client: client(), session }, 'url'));
    assert.equal(back.searchParams.get('state'), session.state);
  },
  undetermined: async ({ assert, client, run, world }) => {
    const said = [];
    await run({ client: client(), code: world.spentCode, console: { warn: (...words) => said.push(words) } });
    assert.deepEqual(said, [['token request failed:', 'invalid_grant', 'Bad Request', undefined]]);
  },
  'xoauth2-rejected': async ({ assert, client, run }) => {
    const made = client();
    made.setCredentials({ refresh_token: JSON.parse(await readFile('token.json', 'utf8')).refresh_token });
    const answer = await run({ client: made, mailbox: 'user@mail-app.example' }, 'answer');
    const plain = Buffer.from(answer, 'base64').toString();
    assert.equal(plain, `user=user@mail-app.example\x01auth=Bearer ${made.credentials.access_token}\x01\x01`);
  },
};
