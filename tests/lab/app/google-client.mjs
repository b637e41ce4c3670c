/** How the client app's server reaches Google: over TLS, to the real host names, which stand for the lab. */
import { request } from 'node:https';

/**
 * @param {{port: number, cert: string}} lab
 * @param {Record<string, string>} fields
 * @returns {Promise<{status: number, body: any}>}
 */
export function postToGoogle({ port, cert }, fields) {
  const body = new URLSearchParams(fields).toString();
  const host = 'oauth2.googleapis.com';
  return new Promise((resolve, reject) => {
    const post = request(
      {
        host: '127.0.0.1', port, servername: host, ca: cert, method: 'POST', path: '/token', agent: false,
        headers: { host, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
      },
      async (answer) => {
        let text = '';
        for await (const chunk of answer.setEncoding('utf8')) text += chunk;
        resolve({ status: answer.statusCode, body: JSON.parse(text) });
      },
    );
    post.on('error', reject);
    post.end(body);
  });
}
