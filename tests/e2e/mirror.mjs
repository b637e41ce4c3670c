/** Sends recorded requests from the lab's page, so that DevTools sees them live, and has the lab answer what was recorded. */
import { allowOrigin, preflight } from '../lab/http.mjs';
import { LAB_PAGE } from '../lab/lab.mjs';

/** The recordings' own app is a host that the lab does not play. */
const RECORDED_APP = 'https://app.example.com/';
/** A page without anything, on any host. */
const BLANK = '/blank';
const PATIENCE = 30_000;

/**
 * @param {import('./session.mjs').Session} session
 * @param {{page: import('puppeteer-core').Page, panel: import('./panel.mjs').Panel}} tab
 * @param {{har: string}[]} recordings
 * @returns {Promise<string[]>} for each recording what went over the wire, as the lab saw it
 */
export async function replay(session, { page, panel }, recordings) {
  const entries = recordings.map(({ har }) => JSON.parse(har.replaceAll(RECORDED_APP, LAB_PAGE)).log.entries);
  const wire = entries.map(() => []);
  const client = await page.createCDPSession();
  await page.goto(LAB_PAGE);
  await page.waitForSelector('[data-page=ready]');
  let current;
  let answered = 0;
  session.lab.instead = (asked) => {
    if (asked.url.pathname === BLANK) return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><link rel="icon" href="data:,">' };
    if (!current || asked.url.pathname.startsWith('/lab/')) return undefined;
    if (asked.method === 'OPTIONS') return credentialed(asked, preflight(asked));
    const { entry, seen } = current;
    const isRedirected = asked.url.href === hrefOf(entry.response.redirectURL);
    if (!isRedirected && asked.url.href !== hrefOf(entry.request.url)) return undefined;
    const answer = isRedirected ? { status: 200, body: '' } : recorded(entry.response);
    seen.push(JSON.stringify([asked, answer]));
    answered += 1;
    return credentialed(asked, answer);
  };
  /** A page that is left takes the bodies with it that nobody has fetched yet. */
  const leave = async (to) => {
    await listed(panel, answered);
    current = undefined;
    await page.goto(to);
  };
  try {
    for (const [at, list] of entries.entries()) {
      for (const entry of list) {
        const { cookies = [], url } = entry.request;
        // A page cannot send cookies of its own making, and the browser sends them to the page's own host alone.
        if (cookies.length > 0) await leave(new URL(BLANK, url).href);
        for (const { name, value } of cookies) await client.send('Network.setCookie', { url, name, value, secure: true });
        current = { entry, seen: wire[at] };
        await page.evaluate(send, entry.request);
        if (cookies.length > 0) await leave(LAB_PAGE);
      }
      await client.send('Network.clearBrowserCookies');
    }
    await listed(panel, answered);
  } finally {
    session.lab.instead = undefined;
  }
  return wire.map((seen) => seen.join('\n'));
}

const hrefOf = (address) => (address ? new URL(address).href : undefined);

/** Waits until so many exchanges are in the list. */
const listed = ({ frame }, count) =>
  frame.waitForFunction((least) => Number(document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') ?? 1) > least, { timeout: PATIENCE, polling: 50 }, count);

const recorded = ({ status, headers, content }) => ({
  status,
  headers: { 'content-type': content.text.startsWith('<') ? 'text/html' : 'application/json', ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])) },
  body: content.text,
});

const credentialed = (asked, answer) => ({ ...answer, headers: { ...answer.headers, ...allowOrigin(asked), 'access-control-allow-credentials': 'true' } });

/** Runs in the page. */
async function send({ method, url, headers, postData }) {
  const own = Object.fromEntries(headers.filter(({ name }) => name !== 'Cookie').map(({ name, value }) => [name, value]));
  if (postData) own['Content-Type'] = postData.mimeType;
  const answer = await fetch(url, { method, headers: own, body: postData?.text, credentials: 'include' });
  await answer.text();
}
