/**
 * Reading a request and writing an answer, for every stand-in server.
 *
 * @typedef {{method: string, url: URL, headers: Record<string, string>, body: string}} Asked
 * @typedef {{status: number, headers?: Record<string, string>, body?: string | Buffer, hangUp?: boolean, unfinished?: boolean}} Answered
 */

const LIMIT = 32 * 1024 * 1024;

/** @param {import('node:http2').Http2ServerRequest} request @returns {Promise<Asked>} */
export async function readRequest(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LIMIT) throw new Error('The request is larger than the lab reads.');
    chunks.push(chunk);
  }
  const host = request.headers[':authority'] ?? request.headers.host;
  return {
    method: request.method,
    url: new URL(request.url, `https://${host}`),
    headers: request.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

/** @param {import('node:http2').Http2ServerResponse} response @param {Answered} answer @param {number} now */
export function writeAnswer(response, answer, now) {
  if (answer.hangUp) {
    response.stream?.close(2);
    response.socket?.destroy?.();
    return;
  }
  const date = new Date(now).toUTCString();
  response.writeHead(answer.status, { date, ...answer.headers });
  if (answer.unfinished) {
    response.write(answer.body);
    return;
  }
  response.end(answer.body);
}

/** @param {string} location @returns {Answered} */
export const redirect = (location, headers = {}) => ({ status: 302, headers: { location, 'cache-control': 'no-store', ...headers } });

/** @param {number} status @param {unknown} value @returns {Answered} */
export const json = (status, value, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value, null, 2),
});

/** @param {number} status @param {string} body @returns {Answered} */
export const html = (status, body, headers = {}) => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body,
});

/** @param {string} text */
export const escapeHtml = (text) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Lets a page of any origin read the answer. @param {Asked} asked @returns {Record<string, string>} */
export const allowOrigin = (asked) =>
  asked.headers.origin ? { 'access-control-allow-origin': asked.headers.origin, vary: 'Origin' } : {};

/** @param {Asked} asked @returns {Answered} */
export const preflight = (asked) => ({
  status: 200,
  headers: {
    ...allowOrigin(asked),
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': asked.headers['access-control-request-headers'] ?? '',
    'access-control-max-age': '3600',
  },
});

/**
 * The parameters of a body, the first of each name, from a form or from JSON: Google reads both.
 * @param {Asked} asked
 * @returns {Map<string, string>}
 */
export function readParameters(asked) {
  const fields = new Map();
  const type = asked.headers['content-type'] ?? '';
  if (type.startsWith('application/json')) {
    try {
      for (const [name, value] of Object.entries(JSON.parse(asked.body))) fields.set(name, String(value));
    } catch {
      return fields;
    }
  } else if (type.startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(asked.body)) if (!fields.has(name)) fields.set(name, value);
  }
  return fields;
}
