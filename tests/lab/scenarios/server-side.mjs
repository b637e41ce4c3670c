import { flow } from './expect.mjs';

const login = (habits = {}) => {
  location.assign(`/server/login?${new URLSearchParams(habits)}`);
  return new Promise(() => {});
};

const returned = (changes) => ({ kind: 'redirect', ...changes });

export const serverSide = {
  title: 'The exchange on a server',
  line: 'The app’s server redeems the code. The browser sees the callback and the page that the server shows.',
  scenarios: [
    {
      id: 'callback-reloaded',
      title: 'Reload the callback',
      line: 'The sign-in works. Then the page is reloaded, and the server redeems the same code again.',
      start: () => login(),
      served: (_, visits) => {
        if (visits > 1) return undefined;
        location.reload();
        return new Promise(() => {});
      },
      findings: [
        ...flow(),
        returned({ outcome: 'failed', status: 500, error: 'invalid_grant', cause: 'code-redeemed-twice', standing: 'confirmed' }),
      ],
    },
    {
      id: 'server-redirect-uri',
      title: 'Another redirect URI on the server',
      line: 'The server names another redirect URI than the browser did. Its error page says redirect_uri_mismatch.',
      start: () => login({ tokenRedirectUri: 'https://app.example.test/server/callback/' }),
      findings: [
        flow()[0],
        returned({ outcome: 'failed', status: 500, error: 'redirect_uri_mismatch', cause: 'redirect-uri-mismatch', standing: 'likely' }),
      ],
    },
    {
      id: 'server-bad-request',
      title: 'A bare “Bad Request” from the server',
      line: 'The server’s only attempt fails, and its answer is JSON. The browser cannot know why.',
      start: () => login({ spoil: 'yes', errorPage: 'json' }),
      findings: [
        flow()[0],
        returned({ outcome: 'failed', status: 500, error: 'invalid_grant', atMost: { 'code-redeemed-twice': 'possible' } }),
      ],
    },
    {
      id: 'double-render',
      title: 'An effect that runs twice',
      line: 'The page hands its code to the app’s server, and in development its effect does so a second time.',
      start: (app) => app.authorize({ pkce: false }),
      callback: async (app) => {
        await app.handOver();
        await app.handOver();
      },
      findings: [
        ...flow(),
        returned({ outcome: 'succeeded', status: 200, cause: null }),
        returned({ outcome: 'failed', status: 500, error: 'invalid_grant', cause: 'code-redeemed-twice', standing: 'confirmed' }),
      ],
    },
  ],
};
