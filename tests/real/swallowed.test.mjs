/**
 * Libraries that hide what the server answered: what they print is recognised, and the answer is where the sentence says. Those of
 * package.json and requirements.txt are run always; others where they are installed (README.md beside the programs).
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { REDIRECT_URI, prepareGround } from './ground.mjs';
import { python } from './python.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const GRANTLENS = here('../../target/debug/grantlens');

/** What each is recognised by: words of the sentence, and the id of the library where one is named. */
const EXPECTED = {
  'google-auth-library': ['google-auth-library', 'google-auth-library-node'],
  oauth4webapi: ['oauth4webapi', 'oauth4webapi-node'],
  'openid-client': ['oauth4webapi (openid-client 6)', 'oauth4webapi-node'],
  'passport-google-oauth20': ['passport-oauth2', 'passport-node'],
  'passport-google-oauth20 (no JSON)': ['passport-oauth2', 'passport-node'],
  'simple-oauth2': ['simple-oauth2', 'simple-oauth2-node'],
  'client-oauth2': ['client-oauth2', 'client-oauth2-node'],
  arctic: ['arctic', 'arctic-node'],
  axios: ['axios', 'axios-node'],
  got: ['got', 'got-node'],
  express: ['Express'],
  koa: ['hides what the authorization server said'],
  'next-auth': ['next-auth', 'next-auth-node'],
  '@auth/express': ['Auth.js', 'authjs-node'],
  'google-auth': ['google-auth', 'google-auth-python'],
  requests: ['requests', 'requests-python'],
  httpx: ['httpx', 'httpx-python'],
  aiohttp: ['aiohttp', 'aiohttp-python'],
  urllib: ['urllib', 'urllib-python'],
  'httpx-oauth': ['httpx-oauth', 'httpx-oauth-python'],
  'social-auth-core': ['social-auth-core', 'social-auth-python'],
  Flask: ['Flask'],
  Django: ['Django'],
  FastAPI: ['FastAPI'],
  'django-allauth': ['django-allauth', 'allauth-python'],
};
/** Those of package.json and requirements.txt. */
const ALWAYS = ['google-auth-library', 'google-auth', 'requests', 'urllib'];
const results = new Map();
let ground;

before(async () => {
  ground = await prepareGround();
  await access(GRANTLENS).catch(() => assert.fail(`There is no ${GRANTLENS}; ./build.sh test makes it.`));
  const { web, deadToken, policyToken: needsReauthentication } = ground.lab.world;
  const spentCode = ground.lab.world.issueCode({ client: web, redirectUri: REDIRECT_URI, scope: '', offline: false });
  ground.lab.world.codes.get(spentCode).used = true;
  await writeFile(join(ground.folder, 'world.json'), JSON.stringify({ web, deadToken, needsReauthentication, spentCode }));
  const python3 = process.env.SWALLOWED_PYTHON ?? await python();
  await run([process.execPath, '--import', here('swallowed/to-lab.mjs'), here('swallowed/node.mjs')], { LAB_PORT: `${ground.lab.port}`, HTTPS_PROXY: '', https_proxy: '' });
  await run([python3, here('swallowed/swallowed.py')]);
});
after(() => ground.close());

for (const [name, [words, library]] of Object.entries(EXPECTED)) {
  test(name, async (context) => {
    const result = results.get(name);
    assert.ok(result, 'it was run');
    if (result.absent && !ALWAYS.includes(name)) return context.skip('not installed here');
    assert.equal(result.fault ?? (result.absent && 'not installed'), undefined);
    const [finding] = await explained(result.http ? 'http' : 'text', result.printed);
    assert.ok(finding?.answer.body_note?.includes(words), `${finding?.answer.body_note}\n${result.printed}`);
    if (library) assert.equal(finding.library?.id, library);
    assert.match(result.told, name.includes('no JSON') ? /statusCode/ : /invalid_grant|Bad Request|already redeemed|expired or revoked/);
  });
}

async function run([program, ...words], env = {}) {
  const child = spawn(program, words, { cwd: ground.folder, env: { ...process.env, ...ground.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk;
  for (const line of text.split('\n').filter((line) => line.startsWith('{"name"'))) {
    const result = JSON.parse(line);
    results.set(result.name, result);
  }
}

/** @returns {Promise<any[]>} the findings in `text` */
function explained(form, text) {
  return new Promise((resolve, reject) => {
    const child = execFile(GRANTLENS, ['explain', '--input', form, '--format', 'json', '-'], (error, stdout) => {
      if (error && error.code !== 1) reject(error);
      else resolve(JSON.parse(stdout).findings);
    });
    child.stdin.end(text);
  });
}
