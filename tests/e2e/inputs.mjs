/** What developers have at hand, invented: every secret says EXAMPLE, and {@link PLANTED} lists them all. */

const CODE = '4/0AEXAMPLEzq7Qw3rTf8Yp1Lk9Xn5Vb2Mc6Jh4Gd0Sa';
const REFRESH = '1//0gEXAMPLEpR3tW9xK2vN7mQ4zL8cB5hJ1fD6sG0yU';
const CLIENT_SECRET = 'GOCSPX-EXAMPLEk7Tq2Wm9Zr4Xc';

export const PLANTED = [CODE, REFRESH, CLIENT_SECRET];

const form = (parameters) => new URLSearchParams(parameters).toString();
const refusal = '{\n  "error": "invalid_grant",\n  "error_description": "Token has been expired or revoked."\n}';

const entry = (started, body, status, answer) => ({
  startedDateTime: started,
  time: 180,
  request: {
    method: 'POST',
    url: 'https://oauth2.googleapis.com/token',
    headers: [{ name: 'Content-Type', value: 'application/x-www-form-urlencoded' }],
    postData: { mimeType: 'application/x-www-form-urlencoded', text: body },
  },
  response: { status, headers: [], content: { mimeType: 'application/json', text: answer }, redirectURL: '' },
});

const redeem = form({
  grant_type: 'authorization_code', code: CODE, client_id: 'EXAMPLE', client_secret: CLIENT_SECRET, redirect_uri: 'http://localhost:3000/callback',
});

/** The same code sent twice; the second time Google refuses. */
export const HAR = {
  name: 'recording.har',
  text: JSON.stringify({
    log: {
      version: '1.2',
      creator: { name: 'a test', version: '1' },
      entries: [
        entry('2026-01-05T10:00:00.000Z', redeem, 200, '{"access_token":"ya29.EXAMPLE","expires_in":3599,"token_type":"Bearer"}'),
        entry('2026-01-05T10:00:01.500Z', redeem, 400, '{"error":"invalid_grant","error_description":"Bad Request"}'),
      ],
    },
  }),
  findings: [
    { kind: 'token-request', outcome: 'succeeded', status: 200 },
    { kind: 'token-request', outcome: 'failed', status: 400, error: 'invalid_grant', cause: 'code-redeemed-twice', standing: 'confirmed' },
  ],
};

/** A command whose refresh token is an access token. */
export const CURL = {
  name: 'command.sh',
  text: `curl https://oauth2.googleapis.com/token \\
  -d grant_type=refresh_token \\
  -d client_id=EXAMPLE \\
  -d client_secret=${CLIENT_SECRET} \\
  -d refresh_token=${REFRESH}
`,
  findings: [{ kind: 'token-request', outcome: 'unknown' }],
};

/** What google-auth for Python leaves in a log. */
export const LOG = {
  name: 'server.log',
  text: `2026-01-05 10:00:00,123 INFO worker: sending the newsletter
2026-01-05 10:00:01,456 ERROR worker: Traceback (most recent call last):
  File "/srv/app/mail.py", line 41, in send
    creds.refresh(Request())
  File "/usr/lib/python3/dist-packages/google/oauth2/credentials.py", line 431, in refresh
    raise exceptions.RefreshError(
google.auth.exceptions.RefreshError: ('invalid_grant: Token has been expired or revoked.', {'error': 'invalid_grant', 'error_description': 'Token has been expired or revoked.'})
2026-01-05 10:00:02,000 INFO worker: refresh_token=${REFRESH} will be tried again
`,
  findings: [{ kind: 'token-request', outcome: 'failed', error: 'invalid_grant' }],
};

/** An exchange as people write it down. */
export const HTTP = {
  name: 'exchange.http',
  text: `POST https://oauth2.googleapis.com/token
Content-Type: application/x-www-form-urlencoded

${form({ grant_type: 'refresh_token', refresh_token: REFRESH, client_id: 'EXAMPLE', client_secret: CLIENT_SECRET })}

HTTP/1.1 400 Bad Request
Content-Type: application/json

${refusal}
`,
  findings: [{ kind: 'token-request', outcome: 'failed', status: 400, error: 'invalid_grant' }],
};

/** A line of a log that tells of nothing. */
export const LINE = '2026-01-05 10:00:00,123 INFO worker: request 4f2a was served in 12 ms, größer wird es nicht\n';
