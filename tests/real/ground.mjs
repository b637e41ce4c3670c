/**
 * What a real program needs to take the lab for Google: a proxy, the certificate, and a folder with the files that a
 * developer has (client_secret.json, key.json, token.json).
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GOOGLE_HOSTS } from '../lab/google/site.mjs';
import { startLab } from '../lab/lab.mjs';
import { startProxy } from './proxy.mjs';

export const REDIRECT_URI = 'https://app.example.test/callback';
const TOKEN_URI = 'https://oauth2.googleapis.com/token';

/** @returns {Promise<{lab: any, folder: string, proxy: {url: string, refused: string[]}, certificate: string,
 *   env: Record<string, string>, close: () => Promise<void>}>} */
export async function prepareGround() {
  const lab = await startLab();
  const proxy = await startProxy(GOOGLE_HOSTS, lab.port);
  const folder = await mkdtemp(join(tmpdir(), 'grantlens-real-'));
  const certificate = join(folder, 'lab.pem');
  await writeFile(certificate, lab.cert);
  await Promise.all(Object.entries(files(lab.world)).map(([name, value]) => writeFile(join(folder, name), JSON.stringify(value))));
  const close = async () => {
    await Promise.all([lab.close(), proxy.close(), rm(folder, { recursive: true, force: true })]);
  };
  return { lab, folder, proxy, certificate, env: environment(proxy.url, certificate), close };
}

/** Both spellings: some libraries read the small one, some the large one. */
export function environment(proxy, certificate) {
  return {
    HTTPS_PROXY: proxy, https_proxy: proxy, NO_PROXY: 'localhost,127.0.0.1', no_proxy: 'localhost,127.0.0.1',
    PYTHONDONTWRITEBYTECODE: '1', NODE_EXTRA_CA_CERTS: certificate, REQUESTS_CA_BUNDLE: certificate, SSL_CERT_FILE: certificate,
  };
}

function files(world) {
  const { web, desktop, service, user, keys } = world;
  const endpoints = { auth_uri: 'https://accounts.google.com/o/oauth2/auth', token_uri: TOKEN_URI };
  const stored = world.issueRefreshToken(web, 'https://mail.google.com/');
  return {
    'client_secret.json': { web: { client_id: web.id, client_secret: web.secret, redirect_uris: [REDIRECT_URI], ...endpoints } },
    'desktop.json': { installed: { client_id: desktop.id, client_secret: desktop.secret, redirect_uris: ['http://localhost'], ...endpoints } },
    'key.json': {
      type: 'service_account', project_id: 'example-project', client_id: user.id, token_uri: TOKEN_URI,
      private_key_id: service.keyId, client_email: service.mailbox,
      private_key: keys.service.privateKey.export({ type: 'pkcs8', format: 'pem' }),
    },
    'token.json': {
      refresh_token: stored, client_id: web.id, client_secret: web.secret, token_uri: TOKEN_URI, scopes: ['https://mail.google.com/'],
    },
  };
}
