import { flow, invalidGrant } from './expect.mjs';

const signAssertion = async (...details) => (await import('/page/service-account.js')).signAssertion(...details);

export const clients = {
  title: 'The client and the service account',
  line: 'A client secret, a clock, a key.',
  scenarios: [
    {
      id: 'client-secret-wrong',
      title: 'Send an old client secret',
      line: 'The client secret is not the one that Google knows.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const secret = `GOCSPX-EXAMPLE${crypto.randomUUID().replaceAll('-', '').slice(0, 21)}`;
        await app.plant([secret]);
        await app.redeem({ client_secret: secret });
      },
      findings: [
        ...flow(),
        { kind: 'token-request', outcome: 'failed', status: 401, error: 'invalid_client', cause: 'client-secret-wrong', standing: 'confirmed' },
      ],
    },
    {
      id: 'clock-skew',
      title: 'Run twenty minutes ahead',
      line: 'The clock of the machine that signs a service account’s assertion is twenty minutes fast.',
      start: async (app) => app.assert(await signAssertion(app, { minutesAhead: 20 })),
      findings: [invalidGrant('clock-skew', 'confirmed', { atMost: { 'signing-key-mismatch': 'possible' } })],
    },
    {
      id: 'signing-key-mismatch',
      title: 'Sign with another key',
      line: 'The assertion is signed with a key that does not belong to the service account.',
      start: async (app) => app.assert(await signAssertion(app, { key: 'strangersKey' })),
      findings: [invalidGrant('signing-key-mismatch', 'likely', { also: { 'clock-skew': 'ruled-out' } })],
    },
    {
      id: 'assertion-granted',
      title: 'Sign it right',
      line: 'The right key, the right clock: an access token.',
      start: async (app) => app.assert(await signAssertion(app)),
      findings: [{ kind: 'token-request', outcome: 'succeeded', status: 200, provider: 'google', cause: null }],
    },
  ],
};
