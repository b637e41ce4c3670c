/**
 * Every fix for Python and Node.js that a page shows is run: with the real client library, unchanged, on the lab. A fix that is
 * shown and not run is a failure.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { REDIRECT_URI, prepareGround } from './ground.mjs';
import { python } from './python.mjs';
import { variants } from './variants.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const RUNNERS = [
  { client: 'Node.js (google-auth-library)', command: [process.execPath, here('node/run.mjs')] },
  { client: 'Python (google-auth)', command: [await python(), here('python/run.py')] },
];

for (const { client, command } of RUNNERS) {
  describe(client, async () => {
    const pages = await variants(client);
    let ground;
    let results;
    before(async () => {
      ground = await prepareGround();
      await writeFile(join(ground.folder, 'world.json'), JSON.stringify(knowledge(ground.lab.world)));
      await writeFile(join(ground.folder, 'variants.json'), JSON.stringify(Object.fromEntries(pages)));
      results = await run(command, ground);
    });
    after(() => ground.close());

    for (const page of pages.keys()) {
      test(page, () => assert.equal(results.get(page), null));
    }
    test('nothing else is run, and nobody but the lab is asked', () => {
      assert.deepEqual([...results.keys()].sort(), [...pages.keys()].sort());
      assert.deepEqual(ground.proxy.refused, []);
    });
  });
}

/** What a program knows beforehand. */
function knowledge(world) {
  const { web, service, deadToken, policyToken } = world;
  const spentCode = world.issueCode({ client: web, redirectUri: REDIRECT_URI, scope: '', offline: false });
  world.codes.get(spentCode).used = true;
  return { web, service, deadToken, needsReauthentication: policyToken, spentCode };
}

/** @returns {Promise<Map<string, string | null>>} page → what went wrong */
async function run([program, ...words], ground) {
  const child = spawn(program, words, {
    cwd: ground.folder, env: { ...process.env, ...ground.env }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk;
  const lines = text.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  return new Map(lines.map(({ page, fault }) => [page, fault]));
}
