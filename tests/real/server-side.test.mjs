/**
 * The recipe of docs/server-side.md, with the real mitmproxy between real programs and the lab: the HAR that it writes is
 * explained as the exchange itself would be.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, readFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { environment, prepareGround } from './ground.mjs';
import { execute, python } from './python.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const GRANTLENS = here('../../target/debug/grantlens');
let ground;

before(async () => {
  ground = await prepareGround();
  await access(GRANTLENS).catch(() => assert.fail(`There is no ${GRANTLENS}; ./build.sh test makes it.`));
});
after(() => ground.close());

test('a Python program with google-auth that refreshes with an access token', async () => {
  const program = [await python(), '-c', PYTHON_REFRESH];
  const [finding] = await recorded('python.har', program);
  strongest(finding, 'refresh-token-wrong-kind', 'confirmed');
  assert.equal(finding.grant, 'refresh_token');
});

test('a Node.js program with google-auth-library that redeems one code twice', async () => {
  const { world } = ground.lab;
  const code = world.issueCode({ client: world.web, redirectUri: 'https://app.example.test/callback', scope: 'https://mail.google.com/', offline: false });
  const findings = await recorded('node.har', [process.execPath, here('node/redeem-twice.mjs')], { CODE: code });
  assert.deepEqual(findings.map(({ outcome }) => outcome), ['succeeded', 'failed']);
  strongest(findings[1], 'code-redeemed-twice', 'confirmed');
});

test('a Python program whose service account has another clock', async () => {
  const [finding] = await recorded('clock.har', [await python(), '-c', PYTHON_CLOCK]);
  strongest(finding, 'clock-skew', 'confirmed');
});

function strongest(finding, id, standing) {
  assert.equal(finding.provider.id, 'google');
  assert.deepEqual([finding.causes[0]?.id, finding.causes[0]?.standing], [id, standing]);
}

/** Runs `program` behind mitmproxy. @returns {Promise<any[]>} the findings that Grantlens has in the HAR */
async function recorded(name, [command, ...words], env = {}) {
  const har = join(ground.folder, name);
  const confdir = join(ground.folder, 'mitmproxy');
  const port = await freePort();
  const proxy = spawn(await python('mitmdump'), [
    '--mode', `upstream:${ground.proxy.url}`, '--listen-host', '127.0.0.1', '--listen-port', `${port}`, '--set', `hardump=${har}`,
    '--set', `confdir=${confdir}`, '--set', `ssl_verify_upstream_trusted_ca=${ground.certificate}`, '--quiet',
  ], { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    await listening(port, proxy);
    const certificate = join(confdir, 'mitmproxy-ca-cert.pem');
    await execute(command, words, {
      cwd: ground.folder,
      env: { ...process.env, ...environment(`http://127.0.0.1:${port}`, certificate), WORLD: JSON.stringify(ground.lab.world.web), ...env },
    });
  } finally {
    proxy.kill('SIGINT');
    if (proxy.exitCode === null) await once(proxy, 'exit');
  }
  assert.match(await readFile(har, 'utf8'), /oauth2\.googleapis\.com/);
  const { stdout } = await execute(GRANTLENS, ['explain', '--format', 'json', har]).catch((error) => {
    if (error.code === 1) return error;
    throw error;
  });
  return JSON.parse(stdout).findings;
}

async function listening(port, child) {
  while (child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await once(socket, 'connect').then(() => true, () => false);
    socket.destroy();
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`mitmproxy ended with ${child.exitCode}`);
}

function freePort() {
  const probe = createServer();
  return new Promise((resolve) => {
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

const PYTHON_REFRESH = `
import json, os
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials
web = json.loads(os.environ["WORLD"])
credentials = Credentials(None, refresh_token="ya29.a0EXAMPLE-an-access-token-in-the-wrong-place-abcdefghijklmnopqrstuvwxyz",
    token_uri="https://oauth2.googleapis.com/token", client_id=web["id"], client_secret=web["secret"])
try:
    credentials.refresh(Request())
except RefreshError:
    pass
else:
    raise SystemExit("a RefreshError was expected")
`;

const PYTHON_CLOCK = `
import datetime
import google.auth._helpers as clock
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
now = clock.utcnow
clock.utcnow = lambda: now() + datetime.timedelta(minutes=47)
credentials = service_account.Credentials.from_service_account_file("key.json", scopes=["https://mail.google.com/"])
try:
    credentials.refresh(Request())
except RefreshError:
    pass
else:
    raise SystemExit("a RefreshError was expected")
`;
