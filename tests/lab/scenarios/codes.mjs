import { flow, granted, invalidGrant } from './expect.mjs';

export const codes = {
  title: 'The authorization code',
  line: 'Each of these signs in at Google first and then redeems the code in a way that cannot work.',
  scenarios: [
    {
      id: 'code-redeemed-twice',
      title: 'Redeem it twice',
      line: 'The page redeems the code, then sends the same code again.',
      start: (app) => app.authorize({ pkce: false }),
      callback: async (app) => {
        await app.redeem();
        await app.redeem();
      },
      findings: [...flow(), granted(), invalidGrant('code-redeemed-twice', 'confirmed')],
    },
    {
      id: 'code-encoded-twice',
      title: 'Encode it twice',
      line: 'The code is taken from the address as it stands there, still percent-encoded, and encoded once more.',
      start: (app) => app.authorize(),
      callback: (app) => app.redeem({ code: app.rawCode }),
      findings: [...flow(), invalidGrant('code-encoded-twice', 'confirmed', { atMost: { 'code-redeemed-twice': 'possible' } })],
    },
    {
      id: 'code-trailing-newline',
      title: 'Leave a newline behind it',
      line: 'The code was pasted with the end of its line.',
      start: (app) => app.authorize(),
      callback: (app) => app.redeem({ code: `${app.code}\n` }),
      findings: [...flow(), invalidGrant('code-damaged', 'confirmed')],
    },
    {
      id: 'code-truncated',
      title: 'Cut it short',
      line: 'A field that is too small keeps the first 40 characters of the code.',
      start: (app) => app.authorize(),
      callback: (app) => app.redeem({ code: app.code.slice(0, 40) }),
      findings: [...flow(), invalidGrant('code-damaged', 'confirmed')],
    },
    {
      id: 'code-wrong-kind',
      title: 'Send an access token instead',
      line: 'The code is redeemed; the access token that comes back is then sent as if it were a code.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const { access_token: accessToken } = await app.redeem();
        await app.redeem({ code: accessToken });
      },
      findings: [...flow(), granted(), invalidGrant('code-wrong-kind', 'confirmed')],
    },
    {
      id: 'verifier-missing',
      title: 'Forget the code verifier',
      line: 'The authorization request carries a code challenge; the token request carries no verifier.',
      start: (app) => app.authorize(),
      callback: (app) => app.redeem({ code_verifier: undefined }),
      findings: [...flow(), invalidGrant('code-verifier-missing', 'confirmed')],
    },
    {
      id: 'verifier-mismatch',
      title: 'Send another verifier',
      line: 'The verifier was made anew between the two requests, so it does not match the challenge.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const verifier = `${app.memory.verifier.slice(0, 40)}EXAMPLE${crypto.randomUUID().slice(0, 8)}`;
        await app.plant([verifier]);
        await app.redeem({ code_verifier: verifier });
      },
      findings: [...flow(), invalidGrant('code-verifier-mismatch', 'confirmed')],
    },
    {
      id: 'verifier-unexpected',
      title: 'Send a verifier nobody asked for',
      line: 'The authorization request carries no code challenge; the token request carries a verifier.',
      start: (app) => app.authorize({ pkce: false }),
      callback: async (app) => {
        const verifier = `EXAMPLE${crypto.randomUUID()}${crypto.randomUUID()}`;
        await app.plant([verifier]);
        await app.redeem({ code_verifier: verifier });
      },
      findings: [...flow(), invalidGrant('code-verifier-unexpected', 'confirmed')],
    },
    {
      id: 'redirect-uri-slash',
      title: 'Add a slash to the redirect URI',
      line: 'The token request names the redirect URI with a slash at its end; the authorization request did not.',
      start: (app) => app.authorize(),
      callback: (app) => app.redeem({ redirect_uri: `${app.memory.redirectUri}/` }),
      findings: [
        ...flow(),
        { kind: 'token-request', outcome: 'failed', status: 400, error: 'redirect_uri_mismatch', cause: 'redirect-uri-mismatch', standing: 'confirmed' },
      ],
    },
  ],
};
