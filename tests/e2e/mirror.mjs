/** Sends recorded requests from the lab's page, so that DevTools sees them live, and has the lab answer what was recorded. */
import { allowOrigin, preflight } from '../lab/http.mjs';
import { LAB_PAGE } from '../lab/lab.mjs';

/** The recordings' own app is a host that the lab does not play. */
const RECORDED_APP = 'https://app.example.com/';

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('puppeteer-core').Page} page
 * @param {{har: string}[]} recordings
 * @returns {Promise<string[]>} for each recording what went over the wire, as the lab saw it
 */
export async function replay(session, page, recordings) {
  const entries = recordings.map(({ har }) => JSON.parse(har.replaceAll(RECORDED_APP, LAB_PAGE)).log.entries);
  const wire = entries.map(() => []);
  const client = await page.createCDPSession();
  await page.goto(LAB_PAGE);
  await page.waitForSelector('[data-page=ready]');
  let current;
  session.lab.instead = (asked) => {
    if (!current || asked.url.pathname.startsWith('/lab/')) return undefined;
    if (asked.method === 'OPTIONS') return credentialed(asked, preflight(asked));
    const { entry, seen } = current;
    const isRedirected = asked.url.href !== new URL(entry.request.url).href;
    const answer = isRedirected ? { status: 200, body: '' } : recorded(entry.response);
    seen.push(JSON.stringify([asked, answer]));
    return credentialed(asked, answer);
  };
  try {
    for (const [at, list] of entries.entries()) {
      for (const entry of list) {
        current = { entry, seen: wire[at] };
        await bake(client, entry.request);
        await page.evaluate(send, entry.request);
      }
      await client.send('Network.clearBrowserCookies');
    }
  } finally {
    session.lab.instead = undefined;
  }
  return wire.map((seen) => seen.join('\n'));
}

const recorded = ({ status, headers, content }) => ({
  status,
  headers: { 'content-type': content.text.startsWith('<') ? 'text/html' : 'application/json', ...Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])) },
  body: content.text,
});

const credentialed = (asked, answer) => ({ ...answer, headers: { ...answer.headers, ...allowOrigin(asked), 'access-control-allow-credentials': 'true' } });

/** A page cannot send cookies of its own making: the browser gets them first. */
async function bake(client, { url, cookies = [] }) {
  for (const { name, value } of cookies) {
    const { success } = await client.send('Network.setCookie', { url, name, value, secure: true, sameSite: 'None' });
    if (!success) throw new Error(`the browser takes no cookie for ${new URL(url).host}`);
  }
}

/** Runs in the page. */
async function send({ method, url, headers, postData }) {
  const own = Object.fromEntries(headers.filter(({ name }) => name !== 'Cookie').map(({ name, value }) => [name, value]));
  if (postData) own['Content-Type'] = postData.mimeType;
  const answer = await fetch(url, { method, headers: own, body: postData?.text, credentials: 'include' });
  await answer.text();
}
