import { flow, granted, invalidGrant } from './expect.mjs';

export const nearMisses = {
  title: 'Near misses',
  line: 'Each resembles a case above and is another one. The nearest explanation would be wrong.',
  scenarios: [
    {
      id: 'dead-token-unseen',
      title: 'A refresh token that is dead, nobody saw why',
      line: 'The token comes from elsewhere. Google says “expired or revoked”, and the traffic cannot tell which.',
      start: (app) => app.refresh(app.facts.deadToken),
      findings: [invalidGrant(undefined, 'possible', { atMost: { 'app-in-testing': 'possible', 'grant-revoked': 'possible' }, also: { 'client-secret-wrong': 'ruled-out' } })],
    },
    {
      id: 'fresh-code-bad-request',
      title: 'A fresh code that is refused',
      line: 'The page sends the code once. Somebody whom the browser cannot see was faster.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        await app.lab('spend');
        await app.redeem();
      },
      findings: [...flow(), invalidGrant(undefined, undefined, { atMost: { 'code-redeemed-twice': 'possible' } })],
    },
    {
      id: 'code-twice-right-verifier',
      title: 'Twice, with the right verifier',
      line: 'The code is sent twice; the verifier is right both times.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        await app.redeem();
        await app.redeem();
      },
      findings: [...flow(), granted(), invalidGrant('code-redeemed-twice', 'confirmed', { atMost: { 'code-verifier-mismatch': 'ruled-out' } })],
    },
    {
      id: 'secret-wrong-redirect-right',
      title: 'A wrong secret, a right redirect URI',
      line: 'Google rejects the client before it looks at anything else.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const secret = `GOCSPX-EXAMPLE${crypto.randomUUID().replaceAll('-', '').slice(0, 21)}`;
        await app.plant([secret]);
        await app.redeem({ client_secret: secret });
      },
      findings: [
        ...flow(),
        {
          kind: 'token-request', outcome: 'failed', status: 401, error: 'invalid_client', cause: 'client-secret-wrong', standing: 'confirmed',
          atMost: { 'redirect-uri-mismatch': 'absent', 'code-redeemed-twice': 'ruled-out' },
        },
      ],
    },
    {
      id: 'secret-right-code-damaged',
      title: 'A right secret, a damaged code',
      line: 'Because Google says invalid_grant, it has accepted the client secret.',
      start: (app) => app.authorize(),
      callback: (app) => app.redeem({ code: ` ${app.code}` }),
      findings: [...flow(), invalidGrant('code-damaged', 'confirmed', { also: { 'client-secret-wrong': 'ruled-out' } })],
    },
    {
      id: 'look-alike-host',
      title: 'A host that only looks like Google’s',
      line: 'The refresh token goes to oauth2.googleapis.com.evil.test, which answers in Google’s words.',
      start: (app) => app.refresh(app.facts.deadToken, {}, { url: 'https://oauth2.googleapis.com.evil.test/token' }),
      findings: [
        {
          kind: 'token-request', outcome: 'failed', status: 400, error: 'invalid_grant', provider: 'other', lookAlike: true, cause: null,
          atMost: { 'app-in-testing': 'absent', 'grant-revoked': 'absent', 'client-secret-wrong': 'absent' },
        },
      ],
    },
    {
      id: 'other-provider-verifier',
      title: 'Another provider, a wrong verifier',
      line: 'Not everything is Google. RFC 7636 alone proves this one.',
      start: (app) => app.authorize({ provider: 'other' }),
      callback: async (app) => {
        const verifier = `EXAMPLE${crypto.randomUUID()}${crypto.randomUUID()}`;
        await app.plant([verifier]);
        await app.redeem({ code_verifier: verifier });
      },
      findings: [
        ...flow({ provider: 'other' }),
        invalidGrant('code-verifier-mismatch', 'confirmed', { provider: 'other', lookAlike: false, atMost: { 'app-in-testing': 'absent' } }),
      ],
    },
    {
      id: 'all-well',
      title: 'Everything right',
      line: 'Sign-in, refresh and a call to Gmail all work. There is nothing to explain.',
      start: (app) => app.authorize({ scope: 'openid email https://www.googleapis.com/auth/gmail.readonly' }),
      callback: async (app) => {
        const { refresh_token: refreshToken } = await app.redeem();
        const { access_token: accessToken } = await app.refresh(refreshToken);
        await app.readMail(accessToken);
      },
      findings: [...flow(), granted(), granted()],
    },
    {
      id: 'three-failures',
      title: 'Three failures, two reasons',
      line: 'A code that was encoded twice, the same once more, and then a refresh token that is dead.',
      start: (app) => app.authorize({ pkce: false }),
      callback: async (app) => {
        await app.redeem({ code: app.rawCode });
        await app.redeem({ code: app.rawCode });
        await app.refresh(app.facts.deadToken);
      },
      findings: [
        ...flow(),
        invalidGrant('code-encoded-twice', 'confirmed', { atMost: { 'code-redeemed-twice': 'possible' } }),
        invalidGrant('code-encoded-twice', 'confirmed', { atMost: { 'code-redeemed-twice': 'possible' } }),
        invalidGrant(undefined, 'possible', { atMost: { 'app-in-testing': 'possible', 'grant-revoked': 'possible', 'code-encoded-twice': 'absent' } }),
      ],
    },
    {
      id: 'mail-with-dead-token',
      title: 'A Gmail call with a bad access token',
      line: 'Gmail answers 401 in a shape of its own; no grant is involved.',
      start: async (app) => {
        const accessToken = `ya29.a0EXAMPLE${crypto.randomUUID()}${crypto.randomUUID()}`;
        await app.plant([accessToken]);
        await app.readMail(accessToken);
      },
      findings: [{ kind: 'api-call', outcome: 'failed', status: 401, error: 'UNAUTHENTICATED', provider: 'google', cause: 'access-token-expired', standing: 'likely', atMost: { 'app-in-testing': 'absent' } }],
    },
  ],
};
