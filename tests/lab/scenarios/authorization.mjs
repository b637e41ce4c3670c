/** Sign-ins that end on Google's own error page: the browser never comes back to the app. */
export const authorization = {
  title: 'Refused on Google’s page',
  line: 'Google shows its own error page. The reason stands in the page’s address, packed into `authError`.',
  scenarios: [
    {
      id: 'redirect-uri-unregistered',
      title: 'A redirect URI that is not registered',
      line: 'The request is led straight to the error page, which names the address. That is one failure, not two.',
      start: (app) => app.authorize({ redirectUri: 'https://app.example.com/elsewhere' }),
      findings: [
        {
          kind: 'authorization-request', outcome: 'failed', status: 302, error: 'redirect_uri_mismatch', provider: 'google',
          cause: 'redirect-uri-unregistered', standing: 'confirmed',
        },
        { kind: 'authorization-error', outcome: 'unknown', status: 200, cause: null, headline: /shows the refusal of #1/ },
      ],
    },
    {
      id: 'not-a-test-user',
      title: 'An account that is not a test user',
      line: 'The user chooses an account first, so the request itself gets on. The error page is the only sign.',
      world: { testUser: false },
      start: (app) => app.authorize(),
      findings: [
        { kind: 'authorization-request', outcome: 'succeeded', status: 302, provider: 'google', cause: null },
        {
          kind: 'authorization-error', outcome: 'failed', status: 200, error: 'access_denied', provider: 'google',
          cause: 'test-user-missing', standing: 'likely',
        },
      ],
    },
  ],
};
