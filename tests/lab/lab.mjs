/**
 * Starts the lab: one TLS server on the loopback address that plays every host, and the flags that make a browser
 * believe it.
 */
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:net';
import { AppSite } from './app/site.mjs';
import { makeCertificate } from './certificate.mjs';
import { GOOGLE_HOSTS, google } from './google/site.mjs';
import { readRequest, writeAnswer } from './http.mjs';
import { lookAlike } from './other/look-alike.mjs';
import { otherProvider } from './other/provider.mjs';
import { World } from './world.mjs';

const APP = 'app.example.test';
const OTHER = 'login.other.test';
const LOOK_ALIKE = 'oauth2.googleapis.com.evil.test';
const HOSTS = [...GOOGLE_HOSTS, APP, OTHER, LOOK_ALIKE];

export const LAB_PAGE = `https://${APP}/`;

/**
 * Whoever sets `instead` may answer a request in the place of every stand-in.
 * @returns {Promise<{world: World, app: AppSite, port: number, cert: string, browserFlags: string[], instead?: (asked: import('./http.mjs').Asked) => import('./http.mjs').Answered | undefined, close: () => Promise<void>}>}
 */
export async function startLab() {
  const [certificate, world, deadPort] = await Promise.all([makeCertificate(HOSTS), World.make(), freePort()]);
  const lab = { world, deadPort, cert: certificate.cert };
  lab.app = new AppSite(lab);

  const server = createSecureServer({ key: certificate.key, cert: certificate.cert, allowHTTP1: true });
  const sessions = new Set();
  server.on('session', (session) => {
    sessions.add(session);
    session.on('error', () => {});
    session.on('close', () => sessions.delete(session));
  });
  server.on('request', (request, response) => serve(lab, request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  lab.port = server.address().port;
  lab.browserFlags = browserFlags(lab.port, certificate.pin);
  lab.close = () => {
    sessions.forEach((session) => session.destroy());
    return new Promise((resolve) => server.close(resolve));
  };
  return lab;
}

async function serve(lab, request, response) {
  response.on('error', () => {});
  try {
    const asked = await readRequest(request);
    writeAnswer(response, (await lab.instead?.(asked)) ?? (await route(lab, asked)), lab.world.now());
  } catch (error) {
    console.error(`lab: ${request.method} ${request.url}: ${error.stack}`);
    writeAnswer(response, { status: 500, body: 'The lab failed; its terminal says why.' }, Date.now());
  }
}

function route(lab, asked) {
  const host = asked.url.hostname;
  if (host === APP) return lab.app.answer(asked);
  if (host === OTHER) return otherProvider(asked, lab.world);
  if (host === LOOK_ALIKE) return lookAlike(asked);
  return google(asked, lab.world);
}

/** Every host that the lab plays leads to it; every other host does not exist; the loopback addresses stay themselves. */
function browserFlags(port, pin) {
  const rules = HOSTS.map((host) => `MAP ${host}:443 127.0.0.1:${port}`);
  rules.push('MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1');
  return [`--host-resolver-rules=${rules.join(', ')}`, `--ignore-certificate-errors-spki-list=${pin}`];
}

/** A port on which nobody listens. */
function freePort() {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
