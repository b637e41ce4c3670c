import { flow, granted } from './expect.mjs';

/** Moments at which the browser's own behaviour takes evidence away. */
export const browser = {
  title: 'The browser in the way',
  line: 'Navigations, error pages and late arrivals.',
  scenarios: [
    {
      id: 'cut-off',
      title: 'Leave before the answer is read',
      line: 'The page posts, gets its answer and moves on at once, before DevTools can hand the body over.',
      isRace: true,
      start: async (app) => {
        await app.refresh(app.facts.deadToken);
        location.assign('/moved');
        return new Promise(() => {});
      },
      findings: [{ kind: 'token-request', outcome: 'failed', status: 400, provider: 'google', body: 'cut-off', cause: null }],
    },
    {
      id: 'dead-port',
      title: 'Come back to a port where nobody listens',
      line: 'A desktop client’s redirect URI points at this machine, and nothing listens there. Then the user tries again in the web app.',
      special: 'dead-port',
      start: (app) => app.authorize({ client: 'desktop', redirectUri: `http://127.0.0.1:${app.facts.deadPort}/callback` }),
      callback: (app) => app.redeem(),
      findings: [
        { kind: 'authorization-request', provider: 'google', status: 302 },
        { kind: 'redirect', status: null, outcome: 'unknown', body: 'no-answer' },
        ...flow(),
        granted(),
      ],
    },
    {
      id: 'first-load',
      title: 'Everything in the first load',
      line: 'DevTools is open on an empty tab; the whole sign-in happens while its extensions are still starting.',
      special: 'first-load',
      start: () => {
        location.assign('/run/first-load');
        return new Promise(() => {});
      },
      callback: (app) => app.redeem({ code_verifier: undefined }),
      findings: [...flow(), granted()],
    },
    {
      id: 'opened-late',
      title: 'Open DevTools too late',
      line: 'The failure happens before DevTools is open. The panel says that it cannot know, and offers a reload.',
      special: 'opened-late',
      start: (app) => app.refresh(app.facts.deadToken),
      findings: [],
    },
  ],
};
