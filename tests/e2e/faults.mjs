/**
 * What breaks around the extension, or in it: each fault is brought about for real, and what is lost by it is counted. Most of them
 * take a tab of their own, so that the ordinary one stays whole.
 */
import { LAB_PAGE } from '../lab/lab.mjs';
import { allowOrigin, json } from '../lab/http.mjs';
import { scenarios } from '../lab/scenarios.mjs';
import { setWallClock, showConsole, showPanel, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';
import { inspectorOf, memories } from './heap.mjs';
import { WINDOW_IN_MEMORY, findPlanted } from './leaks.mjs';

const PATIENCE = 15_000;
/** How long a list must stay as it is before nothing more is expected. */
const CALM = 1_200;
const TOKEN = 'https://oauth2.googleapis.com/token';
/** The form of a request that lacks nothing, so that nothing is proven by it alone; the token's end is to come. */
const FORM = 'application/x-www-form-urlencoded';
const REFRESH = 'grant_type=refresh_token&client_id=123456789012-EXAMPLEEXAMPLEEXAMPLEEXAMPLEEXAM.apps.googleusercontent.com&client_secret=GOCSPX-EXAMPLEEXAMPLEEXAMPLEEXAMPLE&refresh_token=1//0gEXAMPLE-EXAMPLE-EXAMPLE-EXAMPLE-';
const TWICE = scenarios.find(({ id }) => id === 'code-redeemed-twice');
const HOUR = 3_600_000;

/** Those that take seconds run with everything else, too. */
export const quickFaults = [
  { id: 'wasm-trap', run: (session) => stopsOnce(session, trap) },
  { id: 'stack-overflow', run: (session) => stopsOnce(session, overflow) },
  { id: 'navigation-storm', run: navigationStorm },
  { id: 'twenty-at-once', run: twentyAtOnce },
  { id: 'two-windows', run: twoWindows },
];

export const longFaults = [
  { id: 'tab-crash', run: tabCrash },
  { id: 'renderer-swap', run: rendererSwap },
  { id: 'hidden-for-long', run: hiddenForLong },
  { id: 'odd-ends', run: oddEnds },
  { id: 'clock-jump', run: clockJump },
];

const say = (sentence) => console.log(`       ${sentence}`);

/** The module stops on one exchange. The panel says so, another instance goes on, and that exchange alone is missing. */
async function stopsOnce(session, how) {
  const { panel, recorder } = await session.tab();
  await panel.clear();
  await panel.frame.evaluate(() => {
    new MutationObserver(() => {
      if (document.querySelector('[data-note=recorder-restarted]')) globalThis.saidAt ??= Date.now();
    }).observe(document.body, { subtree: true, childList: true });
    delete globalThis.saidAt;
  });
  await recorder.evaluate(how);
  await drive(session, TWICE);
  const wrong = await shows(panel, TWICE.findings.length - 1);
  const { name, at } = await recorder.evaluate(() => globalThis.stopped ?? {});
  const saidAt = await panel.frame.evaluate(() => globalThis.saidAt);
  if (!saidAt) wrong.push('the panel does not say that the recorder was started again');
  if (!/RuntimeError|RangeError/.test(name)) wrong.push(`the module did not stop as it should: ${name}`);
  say(`${name}: another instance, and the panel says so, after ${saidAt - at} ms; 1 of ${TWICE.findings.length} exchanges lost`);
  const left = (await memories(await inspectorOf(recorder))).flatMap((text) => findPlanted(text, session.lab.world.planted, WINDOW_IN_MEMORY));
  wrong.push(...left.map((leak) => `the memory of the instance that stopped holds ${leak}`));
  // What the DevTools page logs of it is no complaint.
  session.complaints.length = 0;
  await panel.clear();
  await drive(session, TWICE);
  return [...wrong, ...(await shows(panel, TWICE.findings.length))];
}

/** Runs in the DevTools page: the next exchange is given to a recorder that stands where there is no memory. */
async function trap() {
  const { Recorder } = await import('./grantlens.js');
  const { observe } = Recorder.prototype;
  Recorder.prototype.observe = function (...entry) {
    Recorder.prototype.observe = observe;
    try {
      return observe.apply({ __wbg_ptr: 0xfff0_0000 }, entry);
    } catch (error) {
      globalThis.stopped = { name: `${error.name} (${error.message})`, at: Date.now() };
      throw error;
    }
  };
}

/** Runs in the DevTools page: at the next exchange the stack is almost used up. */
async function overflow() {
  const { Recorder } = await import('./grantlens.js');
  const { observe } = Recorder.prototype;
  Recorder.prototype.observe = function (...entry) {
    Recorder.prototype.observe = observe;
    const depth = (frames) => {
      try {
        return depth(frames + 1);
      } catch {
        return frames;
      }
    };
    const down = (frames) => (frames > 0 ? down(frames - 1) : observe.apply(this, entry));
    try {
      // So much is left that the call gets into the module, and not through it.
      return down(depth(0) - 60);
    } catch (error) {
      globalThis.stopped = { name: `${error.name} (${error.message})`, at: Date.now() };
      throw error;
    }
  };
}

/**
 * Each page asks for a token, reads the answer and is gone, faster than DevTools can fetch it. (Of a request that a navigation
 * overtakes before its answer is there, the browser tells no extension.)
 */
async function navigationStorm(session) {
  const PAGES = 40;
  const { page, panel } = await session.tab();
  await panel.clear();
  const seen = answer(session, (asked) => {
    const number = Number(/^\/storm\/(\d+)$/.exec(asked.url.pathname)?.[1] ?? -1);
    if (number < 0) return undefined;
    const next = number < PAGES ? `setTimeout(() => location.assign('/storm/${number + 1}'), ${number % 3 === 0 ? 0 : 25})` : `document.documentElement.dataset.storm = 'over'`;
    const body = `<!doctype html><link rel="icon" href="data:,"><script>fetch('${TOKEN}', { method: 'POST', keepalive: true, headers: { 'content-type': '${FORM}' }, body: '${REFRESH}${number}' }).then((got) => got.text()).then(() => { ${next}; })</script>`;
    return { status: 200, headers: { 'content-type': 'text/html' }, body };
  });
  try {
    const began = Date.now();
    await page.evaluate(() => location.assign('/storm/1'));
    await page.waitForFunction(() => document.documentElement.dataset.storm === 'over', { timeout: 4 * PATIENCE, polling: 100 });
    const took = Date.now() - began;
    await sleep(CALM);
    const asked = seen.length;
    const wrong = await shows(panel, asked);
    const report = JSON.parse(await panel.export());
    const whole = report.findings.filter(({ answer: { body } }) => body === 'read').length;
    say(`${PAGES} navigations in ${(took / 1000).toFixed(1)} s: of ${asked} token requests that the server saw ${report.findings.length} are listed, ${whole} with their answer's text`);
    return wrong;
  } finally {
    session.lab.instead = undefined;
    await page.goto(LAB_PAGE);
    await panel.clear();
  }
}

async function twentyAtOnce(session) {
  const { page, panel } = await ready(session);
  try {
    await page.evaluate((url, body) => Promise.all(Array.from({ length: 20 }, () => fetch(url, { method: 'POST', body: new URLSearchParams(body) }).then((got) => got.text()))), TOKEN, REFRESH);
    const wrong = await shows(panel, 20);
    const report = JSON.parse(await panel.export());
    const whole = report.findings.filter(({ answer: { error } }) => error === 'invalid_grant').length;
    const starts = new Set(report.findings.map(({ started }) => started)).size;
    say(`20 equal token requests at once, begun in ${starts} different milliseconds: ${report.findings.length} listed, ${whole} with their answer`);
    if (whole !== 20) wrong.push(`${whole} of 20 have their answer`);
    return wrong;
  } finally {
    session.lab.instead = undefined;
    await panel.clear();
  }
}

/** Two tabs, each with a DevTools of its own: neither lists what the other one's page does, and Clear clears one. */
async function twoWindows(session) {
  const one = await ready(session);
  const page = await session.browser.newPage();
  try {
    await page.goto(LAB_PAGE);
    const other = await session.inspect(page);
    for (const number of [1, 2, 3]) await post(one.page, `one-${number}`);
    for (const number of [1, 2]) await post(other.page, `other-${number}`);
    const wrong = [...(await shows(one.panel, 3)), ...(await shows(other.panel, 2))];
    await sleep(CALM);
    wrong.push(...(await shows(one.panel, 3)), ...(await shows(other.panel, 2)));
    const prints = async ({ panel }) => JSON.parse(await panel.export()).findings.map(({ request }) => request.parameters.find(({ name }) => name === 'refresh_token')?.fingerprint);
    const others = await prints(other);
    const common = (await prints(one)).filter((print) => others.includes(print));
    if (common.length > 0 || others.length !== 2) wrong.push(`${common.length} exchanges are in both lists`);
    await one.panel.clear();
    wrong.push(...(await shows(other.panel, 2)));
    say(`two windows: 3 and 2 exchanges, none in both; after Clear in one, 2 in the other`);
    return wrong;
  } finally {
    session.lab.instead = undefined;
    await page.close();
  }
}

/** The inspected page's process ends. DevTools stays, and so does what was recorded. */
async function tabCrash(session) {
  return inOwnTab(session, async ({ page, panel }) => {
    await post(page, 'before');
    const wrong = await shows(panel, 1);
    const crashed = new Promise((resolve) => page.once('error', resolve));
    page.goto('chrome://crash').catch(() => {});
    await Promise.race([crashed, sleep(PATIENCE)]);
    wrong.push(...(await shows(panel, 1)));
    await page.goto(LAB_PAGE, { timeout: PATIENCE });
    await post(page, 'after');
    wrong.push(...(await shows(panel, 2)));
    say('the tab crashed: what was listed stays, and the exchange after it is listed');
    return wrong;
  });
}

/** From site to site and back, through another group of browsing contexts and the cache of whole pages. */
async function rendererSwap(session) {
  return inOwnTab(session, async ({ page, panel }) => {
    const before = await renderers(session);
    const fresh = new Set();
    const stops = [LAB_PAGE, 'https://login.other.test/blank', `${LAB_PAGE}isolated`, 'https://accounts.google.com/blank', null];
    for (const [at, stop] of stops.entries()) {
      if (stop) await page.goto(stop);
      else await page.goBack();
      await post(page, `swap-${at}`);
      for (const process of await renderers(session)) if (!before.includes(process)) fresh.add(process);
    }
    const wrong = await shows(panel, stops.length);
    const report = JSON.parse(await panel.export());
    const whole = report.findings.filter(({ answer: { error } }) => error === 'invalid_grant').length;
    say(`${stops.length} pages one after the other, for which the browser began ${fresh.size} processes: ${report.findings.length} exchanges listed, ${whole} with their answer`);
    if (fresh.size === 0) wrong.push('the browser began no process');
    return wrong;
  });
}

/** The processes that draw pages. */
async function renderers(session) {
  const client = await session.browser.target().createCDPSession();
  const { processInfo } = await client.send('SystemInfo.getProcessInfo');
  await client.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

async function hiddenForLong(session) {
  const MANY = 300;
  return inOwnTab(session, async ({ page, panel, devtools }) => {
    await showConsole(devtools);
    for (let at = 0; at < MANY; at += 1) {
      if (at % 30 === 0) await page.goto(`${LAB_PAGE}?${at}`);
      await post(page, `hidden-${at}`);
    }
    await sleep(CALM);
    const began = Date.now();
    await showPanel(devtools);
    const wrong = await shows(panel, MANY);
    say(`hidden during ${MANY} exchanges and ${MANY / 30} navigations: all listed ${Date.now() - began} ms after it is shown`);
    return wrong;
  });
}

/** Requests that end in other ways than with an answer: each is listed once, and none is explained by what nobody saw. */
async function oddEnds(session) {
  return inOwnTab(session, async ({ page, panel }) => {
    const client = await page.createCDPSession();
    await client.send('Network.enable');
    const ends = await page.evaluate(async (url, form) => {
      const body = (token) => new URLSearchParams(form + token);
      const send = (token, how = {}) => fetch(how.url ?? url, { method: 'POST', body: body(token), ...how }).then((got) => got.text(), (error) => error.name);
      const aborter = new AbortController();
      setTimeout(() => aborter.abort(), 300);
      return {
        aborted: await send('hang', { signal: aborter.signal }),
        'cut off while the body came': await (async () => {
          const halfway = new AbortController();
          const got = await fetch(url, { method: 'POST', body: body('half'), signal: halfway.signal });
          halfway.abort();
          return got.text().catch((error) => error.name);
        })(),
        'without an answer': await send('nowhere', { url: 'https://sts.googleapis.com/v1/token' }),
      };
    }, TOKEN, REFRESH);
    await client.send('Network.setBlockedURLs', { urls: [`${TOKEN}*`], urlPatterns: [{ urlPattern: `${TOKEN}*`, block: true }] }).catch(() => client.send('Network.setBlockedURLs', { urls: [`${TOKEN}*`] }));
    ends.blocked = await post(page, 'blocked');
    await client.send('Network.setBlockedURLs', { urls: [] });
    for (const visit of ['fetched', 'cached']) ends[visit] = await page.evaluate(() => fetch('/cached?code=4/0AEXAMPLE-cached&state=EXAMPLE').then((got) => got.text()), visit);
    const wanted = 6;
    const wrong = await shows(panel, wanted);
    await sleep(2 * CALM);
    wrong.push(...(await shows(panel, wanted)));
    const { findings } = JSON.parse(await panel.export());
    say(`${Object.entries(ends).map(([name, end]) => `${name} (${end.slice(0, 20).trim()})`).join(', ')}: ${findings.map(({ outcome, answer: { status, body } }) => `${outcome} ${status ?? 'no status'} ${body}`).join('; ')}`);
    const sure = findings.filter(({ causes }) => causes.some(({ standing }) => standing === 'confirmed'));
    wrong.push(...sure.map(({ number }) => `#${number} has a confirmed cause, and nobody saw an answer`));
    return wrong;
  });
}

/** The machine's clock is set back by two hours between two exchanges, and forward by three days. */
async function clockJump(session) {
  return inOwnTab(session, async ({ page, panel, devtools }) => {
    for (const [at, offset] of [0, -2 * HOUR, 72 * HOUR, 0].entries()) {
      await setWallClock(devtools, offset);
      await post(page, `clock-${at}`);
      await post(page, `clock-${at}`);
    }
    await setWallClock(devtools, 0);
    const wrong = await shows(panel, 8);
    const { findings } = JSON.parse(await panel.export());
    const numbers = findings.map(({ number }) => number);
    if (numbers.join() !== '1,2,3,4,5,6,7,8') wrong.push(`the numbers are ${numbers.join()}`);
    const hours = findings.map(({ started }) => Math.round((started - Date.now()) / HOUR));
    if (hours.join() !== '-2,-2,0,0,0,0,72,72') wrong.push(`the exchanges begin ${hours.join()} hours from now`);
    say(`the clock jumped by -2 and by 72 hours: 8 of 8 exchanges listed, in the order of their clock`);
    return wrong;
  });
}

/** @returns {Promise<string[]>} nothing when so many exchanges are listed, and stay so for a moment */
async function shows(panel, count) {
  const said = (wanted) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 1) - 1 === wanted;
  await panel.frame.waitForFunction(said, { timeout: PATIENCE, polling: 50 }, count).catch(() => {});
  const shown = await panel.count();
  return shown === count ? [] : [`${count} exchanges were expected, ${shown} are listed`];
}

/** The ordinary tab on the lab's page, its list empty, and every token request refused at once. */
async function ready(session) {
  const tab = await session.tab();
  answer(session);
  await tab.page.goto(LAB_PAGE);
  await tab.panel.clear();
  return tab;
}

async function inOwnTab(session, act) {
  answer(session);
  const page = await session.browser.newPage();
  try {
    await page.goto(LAB_PAGE);
    return await act(await session.inspect(page));
  } finally {
    session.lab.instead = undefined;
    await page.close().catch(() => {});
  }
}

const post = (page, token) =>
  page.evaluate((url, body) => fetch(url, { method: 'POST', body: new URLSearchParams(body) }).then((got) => got.text(), (error) => error.name), TOKEN, REFRESH + token);

/** The lab refuses every token, and serves what `also` gives. @returns {unknown[]} the token requests that it saw */
function answer(session, also = () => undefined) {
  const seen = [];
  const refusal = json(400, { error: 'invalid_grant', error_description: 'Bad Request' });
  session.lab.instead = (asked) => {
    if (asked.url.host === 'oauth2.googleapis.com' && asked.method === 'POST') {
      seen.push(asked);
      if (asked.body.includes('hang')) return new Promise(() => {});
      if (asked.body.includes('half')) return { status: 400, headers: { ...refusal.headers, ...allowOrigin(asked), 'content-length': '100000' }, body: '{"error":', unfinished: true };
      return { ...refusal, headers: { ...refusal.headers, ...allowOrigin(asked) } };
    }
    const { pathname } = asked.url;
    if (pathname === '/blank') return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><link rel="icon" href="data:,">' };
    if (pathname === '/isolated') return { status: 200, headers: { 'content-type': 'text/html', 'cross-origin-opener-policy': 'same-origin' }, body: '<!doctype html><link rel="icon" href="data:,">' };
    if (pathname === '/cached') return { status: 200, headers: { 'content-type': 'text/plain', 'cache-control': 'max-age=600' }, body: 'cached' };
    return also(asked);
  };
  return seen;
}
