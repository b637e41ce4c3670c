/** An OAuth server that is not Google's. It speaks plain RFC 6749 and RFC 7636, in its own words. */
import { createHash } from 'node:crypto';
import { allowOrigin, html, json, preflight, readParameters, redirect } from '../http.mjs';

/** @param {import('../http.mjs').Asked} asked @param {import('../world.mjs').World} world */
export function otherProvider(asked, world) {
  if (asked.url.pathname === '/authorize') return authorize(asked.url.searchParams, world);
  if (asked.url.pathname !== '/token') return html(404, '<!doctype html><title>Not found</title>');
  if (asked.method === 'OPTIONS') return preflight(asked);
  const { status, body } = judge(readParameters(asked), world);
  return json(status, body, { 'cache-control': 'no-store', ...allowOrigin(asked) });
}

function authorize(query, world) {
  const client = world.other;
  if (query.get('client_id') !== client.id || !client.redirectUris.includes(query.get('redirect_uri'))) {
    return html(400, '<!doctype html><title>Bad request</title><p>This client or redirect URI is not registered.');
  }
  const code = world.issueCode({
    client,
    redirectUri: query.get('redirect_uri'),
    scope: query.get('scope') ?? '',
    offline: true,
    challenge: query.get('code_challenge') ?? undefined,
    method: query.get('code_challenge_method') ?? 'plain',
  });
  const back = new URL(query.get('redirect_uri'));
  back.searchParams.set('code', code);
  back.searchParams.set('state', query.get('state') ?? '');
  return redirect(back.href);
}

const refusal = (description, error = 'invalid_grant') => ({ status: 400, body: { error, error_description: description } });

function judge(fields, world) {
  if (fields.get('grant_type') !== 'authorization_code') return refusal('This grant type is not offered.', 'unsupported_grant_type');
  if (fields.get('client_id') !== world.other.id) return refusal('No such client.', 'invalid_client');
  const issued = world.usableCode(fields.get('code') ?? '');
  if (!issued) return refusal('The authorization code cannot be used.');
  // Here a failed attempt uses the code up, as RFC 6749 section 4.1.2 allows a careful server to do.
  issued.used = true;
  if (fields.get('redirect_uri') !== issued.redirectUri) return refusal('The redirect URI is not the one of the authorization request.');
  const computed = createHash('sha256').update(fields.get('code_verifier') ?? '').digest('base64url');
  if (issued.challenge !== undefined && computed !== issued.challenge) return refusal('PKCE verification failed.');
  return { status: 200, body: { access_token: world.issueAccessToken(issued.scope), token_type: 'Bearer', expires_in: 600 } };
}
