/** Answers that a token endpoint does not give on a good day. A scenario asks for one; it is given once. */
import { html } from '../http.mjs';
import { invalidGrant } from './answers.mjs';

const MEGABYTE = 1024 * 1024;
const PLAIN_JSON = { 'content-type': 'application/json; charset=utf-8' };

const STRANGE = {
  'no-cors': () => ({ ...invalidGrant('Bad Request'), unreadable: true }),
  'html': () => html(400, '<!doctype html><title>Error 400 (Bad Request)!!1</title><p><b>400.</b> That’s an error.'),
  'empty': () => ({ status: 400, headers: PLAIN_JSON, body: '' }),
  'huge': () => ({
    status: 400,
    headers: PLAIN_JSON,
    body: JSON.stringify({ error: 'invalid_grant', error_description: 'Bad Request', padding: 'x'.repeat(5 * MEGABYTE) }),
  }),
  'not-json': () => ({ status: 400, headers: PLAIN_JSON, body: '{"error": "invalid_grant", "error_descr' }),
  'not-utf-8': () => ({
    status: 400,
    headers: PLAIN_JSON,
    body: Buffer.concat([Buffer.from('{"error":"invalid_grant","error_description":"'), Buffer.from([0xff, 0xfe, 0x80]), Buffer.from('"}')]),
  }),
  'hang-up': () => ({ status: 0, hangUp: true }),
};

/** @param {import('../world.mjs').World} world */
export function strangeAnswer(world) {
  const make = STRANGE[world.strange];
  world.strange = null;
  return make?.();
}
