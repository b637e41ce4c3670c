import { flow, granted, invalidGrant } from './expect.mjs';

export const tokens = {
  title: 'The refresh token',
  line: 'The sign-in works; the refresh that follows does not.',
  scenarios: [
    {
      id: 'refresh-token-wrong-kind',
      title: 'Send the access token instead',
      line: 'The access token goes where the refresh token belongs.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const { access_token: accessToken } = await app.redeem();
        await app.refresh(accessToken);
      },
      findings: [...flow(), granted(), invalidGrant('refresh-token-wrong-kind', 'confirmed')],
    },
    {
      id: 'refresh-token-quoted',
      title: 'Keep its quotes',
      line: 'The token was stored as JSON text and is sent with the quotes around it.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const { refresh_token: refreshToken } = await app.redeem();
        await app.refresh(JSON.stringify(refreshToken));
      },
      findings: [...flow(), granted(), invalidGrant('refresh-token-damaged', 'confirmed')],
    },
    {
      id: 'refresh-token-truncated',
      title: 'Cut it short',
      line: 'A column that is too narrow keeps the first 64 characters of the token.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const { refresh_token: refreshToken } = await app.redeem();
        await app.refresh(refreshToken.slice(0, 64));
      },
      findings: [...flow(), granted(), invalidGrant('refresh-token-damaged', 'confirmed')],
    },
    {
      id: 'app-in-testing',
      title: 'Wait eight days in Testing',
      line: 'The app’s publishing status is Testing, so Google’s token lives for seven days. Eight days pass at once.',
      world: { testing: true },
      start: (app) => app.authorize(),
      callback: async (app) => {
        const { refresh_token: refreshToken } = await app.redeem();
        await app.lab('advance', { days: 8 });
        await app.refresh(refreshToken);
      },
      findings: [...flow(), granted(), invalidGrant('app-in-testing', 'confirmed', { atMost: { 'grant-revoked': 'possible' } })],
    },
    {
      id: 'grant-revoked',
      title: 'Revoke it, then use it',
      line: 'The app signs the user out by revoking the token, and refreshes with it a moment later.',
      start: (app) => app.authorize(),
      callback: async (app) => {
        const { refresh_token: refreshToken } = await app.redeem();
        await app.revoke(refreshToken);
        await app.refresh(refreshToken);
      },
      findings: [
        ...flow(),
        granted(),
        { kind: 'revocation', outcome: 'succeeded', status: 200, provider: 'google', cause: null },
        invalidGrant('grant-revoked', 'confirmed', { atMost: { 'app-in-testing': 'possible' } }),
      ],
    },
  ],
};
