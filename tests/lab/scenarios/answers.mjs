/** Answers that cannot be read, or not as OAuth. The row stays, and says what happened. */

const failed = (changes) => ({ kind: 'token-request', provider: 'google', status: 400, ...changes });
const refreshOnce = (app) => app.refresh(app.facts.deadToken);
/** Enough to be more than anybody sends, and to be slow in a list that is drawn carelessly. */
const MANY = 10_000;

export const answers = {
  title: 'Answers that cannot be read',
  line: 'The request is the same dead refresh token each time; what comes back is odd.',
  scenarios: [
    {
      id: 'never-read',
      title: 'The page never reads the answer',
      line: 'The page looks at the status and stops there, so the browser never keeps the body.',
      start: (app) => app.refresh(app.facts.deadToken, {}, { unread: true }),
      findings: [failed({ outcome: 'failed', body: 'never-read', cause: null, headline: /never read/i })],
    },
    {
      id: 'refused-by-cors',
      title: 'An answer without CORS headers',
      line: 'The server does not allow the page to read its answer, so the browser hides the body.',
      world: { answer: 'no-cors' },
      start: refreshOnce,
      findings: [failed({ outcome: 'failed', body: 'refused-by-cors', cause: null })],
    },
    {
      id: 'no-answer',
      title: 'No answer at all',
      line: 'The host cannot be found.',
      start: (app) => app.refresh(app.facts.deadToken, {}, { url: 'https://sts.googleapis.com/v1/token' }),
      findings: [failed({ outcome: 'unknown', status: null, body: 'no-answer', cause: null })],
    },
    {
      id: 'html-answer',
      title: 'An HTML page instead of JSON',
      line: 'Something between the page and Google answers with its own error page.',
      world: { answer: 'html' },
      start: refreshOnce,
      findings: [failed({ outcome: 'failed', body: 'read', cause: null })],
    },
    {
      id: 'empty-answer',
      title: 'An answer of no bytes',
      line: 'Status 400 and nothing else.',
      world: { answer: 'empty' },
      start: refreshOnce,
      findings: [failed({ outcome: 'failed', body: 'empty', cause: null })],
    },
    {
      id: 'huge-answer',
      title: 'An answer of five megabytes',
      line: 'The reason is in it, and a great deal of padding.',
      world: { answer: 'huge' },
      start: refreshOnce,
      findings: [failed({ outcome: 'failed', body: 'too-large', cause: null })],
    },
    {
      id: 'not-json',
      title: 'JSON that stops in the middle',
      line: 'The connection was cut while the answer came in.',
      world: { answer: 'not-json' },
      start: refreshOnce,
      findings: [failed({ outcome: 'failed', body: 'read' })],
    },
    {
      id: 'not-utf-8',
      title: 'Bytes that are not UTF-8',
      line: 'The description holds bytes that are no text.',
      world: { answer: 'not-utf-8' },
      start: refreshOnce,
      findings: [failed({ outcome: 'failed', error: 'invalid_grant', body: 'read' })],
    },
    {
      id: 'many-parameters',
      title: 'Ten thousand parameters',
      line: 'A request with far more in it than anybody reads.',
      start: (app) =>
        app.refresh(app.facts.deadToken, Object.fromEntries(Array.from({ length: MANY }, (_, at) => [`extra_${at}`, `EXAMPLE value ${at}`]))),
      findings: [failed({ outcome: 'failed', error: 'invalid_grant', parameters: 4 })],
    },
  ],
};
