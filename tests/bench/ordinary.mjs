/**
 * What an installed extension costs a page that has nothing to do with OAuth: ten thousand requests, seen at the same time
 * by Grantlens, by an extension whose listener ignores what it gets, and by extensions that do what others are described
 * to do with each request. Each has a DevTools page of its own; the browser says how long each page's thread was at work.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionId, launch } from '../e2e/browser.mjs';
import { openDevTools, sleep, watchModule } from '../e2e/devtools.mjs';
import { writeListener } from '../e2e/listener.mjs';
import { LAB_PAGE, startLab } from '../lab/lab.mjs';

const REQUESTS = 10_000;
const AT_ONCE = 8;
const ROUNDS = 21;

/** What a listener does with each entry, as an extension's DevTools page, and the permission that it needs. */
const OTHERS = {
  ignores: {},
  'tests the address': {
    listener: `({ request: { url } }) => { if (PATTERNS.some((pattern) => pattern.test(url))) globalThis.found = url; }`,
    before: `const PATTERNS = [/\\/authorize$/, /\\/token$/, /\\/par$/, /\\/introspect$/, /\\/revoke$/, /\\/userinfo$/, /\\.well-known\\/openid-configuration$/, /[?&](code|state|error|id_token|access_token)=/];`,
  },
  'makes a text of each entry': { listener: '(entry) => { globalThis.text = JSON.stringify(entry); }' },
  'writes each event to storage.local': {
    permissions: ['storage'],
    before: 'let count = 0;',
    listener: `({ request: { method, url }, response: { status }, startedDateTime }) => { count += 1; chrome.storage.local.set({ ['event-' + count]: { method, url, status, startedDateTime } }); }`,
  },
};

/** @param {string} extension the folder of the built extension */
export async function measureOrdinary(extension) {
  const folder = await mkdtemp(join(tmpdir(), 'grantlens-bench-'));
  const lab = await startLab();
  let browser;
  try {
    const folders = { Grantlens: extension };
    for (const [name, what] of Object.entries(OTHERS)) folders[name] = await writeListener(join(folder, name.replaceAll(/\W/g, '-')), { name, ...what });
    browser = await launch({ extension: Object.values(folders), flags: lab.browserFlags });
    const page = (await browser.pages())[0];
    await page.goto(LAB_PAGE);
    const devtools = await openDevTools(page);
    await page.reload();
    const frames = {};
    for (const [name, place] of Object.entries(folders)) frames[name] = await Watched.of(devtools, extensionId(place));
    await sleep(2_000);

    const before = await each(frames, (frame) => frame.metrics());
    await page.evaluate(load, REQUESTS, AT_ONCE);
    await settled(frames);
    const after = await each(frames, (frame) => frame.metrics());
    const own = await frames.Grantlens.frame.evaluate(ownTime, ROUNDS);
    const isLoaded = (await watchModule(frames.Grantlens.frame))();
    if (own.entries < REQUESTS) throw new Error(`DevTools lists ${own.entries} requests, not ${REQUESTS}.`);
    const spent = (name) => ((after[name].TaskDuration - before[name].TaskDuration) * 1e6) / REQUESTS;
    const kept = (name) => (after[name].heap - before[name].heap) / 1024;
    return { own, isLoaded, spent: Object.fromEntries(Object.keys(frames).map((name) => [name, spent(name)])), kept: Object.fromEntries(Object.keys(frames).map((name) => [name, kept(name)])) };
  } finally {
    await browser?.close();
    await lab.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A DevTools page of an extension, with what the browser says of its thread and its memory. */
class Watched {
  static async of(devtools, id) {
    for (let tries = 0; tries < 200; tries += 1) {
      const frame = devtools.frames().find((candidate) => candidate.url() === `chrome-extension://${id}/devtools.html`);
      if (frame) {
        const watched = new Watched();
        watched.frame = frame;
        watched.client = await frame.client.connection().createSession({ targetId: frame._id });
        await watched.client.send('Performance.enable', { timeDomain: 'threadTicks' });
        return watched;
      }
      await sleep(100);
    }
    throw new Error(`DevTools has not loaded the page of extension ${id}.`);
  }

  async metrics() {
    await this.client.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.client.send('Performance.getMetrics');
    const { usedSize } = await this.client.send('Runtime.getHeapUsage');
    return { ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])), heap: usedSize };
  }

  async work() {
    const { metrics } = await this.client.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration').value;
  }
}

async function each(frames, act) {
  const found = {};
  for (const [name, frame] of Object.entries(frames)) found[name] = await act(frame);
  return found;
}

/** Waits until no thread has anything left to do. */
async function settled(frames) {
  let last = '';
  for (;;) {
    await sleep(1_500);
    const now = Object.values(await each(frames, (frame) => frame.work())).map((work) => work.toFixed(2)).join();
    if (now === last) return;
    last = now;
  }
}

/** Runs in the page. */
async function load(requests, atOnce) {
  let next = 0;
  const one = async () => {
    while (next < requests) {
      next += 1;
      await (await fetch(`/?item=${next}&sort=-created`)).text();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

/** Runs in our DevTools page: the listener's own work on the very entries that DevTools tells of. */
async function ownTime(rounds) {
  const { mayMatter } = await import('./capture.js');
  const entries = await new Promise((resolve) => chrome.devtools.network.getHAR((log) => resolve(log.entries)));
  const ignores = () => {};
  let found = 0;
  const ours = (entry) => {
    if (mayMatter(entry)) found += 1;
  };
  const times = { ignores: [], ours: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, listener] of [['ignores', ignores], ['ours', ours]]) {
      const start = performance.now();
      for (const entry of entries) listener(entry);
      times[name].push(((performance.now() - start) * 1e3) / entries.length);
    }
  }
  const median = (list) => list.sort((one, other) => one - other)[list.length >> 1];
  return { ignores: median(times.ignores), ours: median(times.ours), entries: entries.length, found };
}
