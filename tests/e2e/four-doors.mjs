/** One sign-in by four doors, seen live, as a HAR file, as mitmproxy writes one, and as `curl -v` prints it: the same causes and standings. */
import { open } from './doors.mjs';
import { keepLog, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';
import { scenarios } from '../lab/scenarios.mjs';

const PATIENCE = 15_000;
const SCENARIOS = ['code-redeemed-twice', 'redirect-uri-slash', 'clock-skew'];

/** @param {import('./session.mjs').Session} session @returns {Promise<string[]>} */
export async function checkFourDoors(session) {
  const wrong = [];
  for (const id of SCENARIOS) {
    const found = await oneByFour(session, scenarios.find((each) => each.id === id));
    wrong.push(...found.map((sentence) => `${id}: ${sentence}`));
  }
  return wrong;
}

async function oneByFour(session, scenario) {
  const { devtools } = await session.tab();
  await keepLog(devtools, true);
  try {
    const { panel, recorder } = await drive(session, scenario);
    await panel.frame.waitForSelector(`[role=row][data-number="${scenario.findings.length}"]`, { timeout: PATIENCE });
    await sleep(500);
    const live = verdicts(await panel.export());
    const entries = await recorder.evaluate(recordedEntries, scenario.findings.length);
    await panel.clear();
    const wrong = [];
    for (const [door, file] of [
      ['a HAR file', { name: 'chromium.har', text: har('WebInspector', entries) }],
      ['mitmproxy’s HAR file', { name: 'mitmproxy.har', text: har('mitmproxy', entries.map(asMitmproxy)) }],
      ['curl -v', { name: 'session.txt', text: entries.map(asCurl).join('\n') }],
    ]) {
      await open(panel, file);
      const imported = verdicts(await panel.export());
      if (imported !== live) wrong.push(`by ${door}\n${imported}\n         and live\n${live}`);
      await panel.press('clear-imported');
    }
    return wrong;
  } finally {
    await keepLog(devtools, false);
  }
}

/** What a report says of each exchange, in lines. */
function verdicts(report) {
  return JSON.parse(report)
    .findings.map(({ kind, outcome, answer, causes }) => {
      const standings = causes.map(({ id, standing }) => `${standing} ${id}`).sort();
      return `         ${kind} ${outcome} ${answer.error ?? ''}: ${standings.join(', ')}`;
    })
    .join('\n');
}

/** Runs in the DevTools page: the latest entries of the log that are OAuth's, with their bodies. */
async function recordedEntries(count) {
  const { mayMatter } = await import('./capture.js');
  const entries = await new Promise((resolve) => chrome.devtools.network.getHAR((log) => resolve(log.entries)));
  const byStart = (one, other) => one.startedDateTime.localeCompare(other.startedDateTime);
  const isOfFlow = ({ request }) => request.method !== 'OPTIONS' && /\/o\/oauth2\/v2\/auth\?|\/token$|\/callback\?/.test(request.url);
  const wanted = entries.filter((entry) => mayMatter(entry) && isOfFlow(entry)).sort(byStart).slice(-count);
  return Promise.all(
    wanted.map(
      (entry) =>
        new Promise((resolve) =>
          entry.getContent((text) => {
            const copy = JSON.parse(JSON.stringify(entry));
            if (text) copy.response.content.text = text;
            resolve(copy);
          }),
        ),
    ),
  );
}

const har = (name, entries) => JSON.stringify({ log: { version: '1.2', creator: { name, version: '1' }, entries } }, null, 2);

function asMitmproxy({ startedDateTime, time, request, response }) {
  const { method, url, httpVersion, headers, postData } = request;
  const { status, statusText, content, redirectURL } = response;
  return {
    startedDateTime: startedDateTime.replace('Z', '+00:00'),
    time,
    request: {
      method, url, httpVersion, headers, cookies: [], queryString: [], headersSize: -1, bodySize: postData?.text.length ?? 0,
      ...(postData && { postData: { mimeType: postData.mimeType, text: postData.text, params: [...new URLSearchParams(postData.text)].map(([name, value]) => ({ name, value })) } }),
    },
    response: {
      status, statusText, httpVersion, headers: response.headers, cookies: [], redirectURL, headersSize: -1, bodySize: content.size,
      content: { size: content.size, mimeType: content.mimeType, text: content.text ?? '' },
    },
    cache: {},
    timings: { send: 1, receive: 1, wait: 1 },
  };
}

function asCurl({ request, response }) {
  const { pathname, search, host } = new URL(request.url);
  const shown = (headers) => headers.filter(({ name }) => !name.startsWith(':') && /^(content-type|authorization|location|date)$/i.test(name));
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const command = ['curl -v', quoted(request.url), ...shown(request.headers).map(({ name, value }) => `-H ${quoted(`${name}: ${value}`)}`)];
  if (request.postData) command.push(`--data-raw ${quoted(request.postData.text)}`);
  return [
    `$ ${command.join(' ')}`,
    `> ${request.method} ${pathname}${search} HTTP/1.1`,
    `> Host: ${host}`,
    ...shown(request.headers).map(({ name, value }) => `> ${name}: ${value}`),
    '>',
    `< HTTP/1.1 ${response.status} ${response.statusText || 'Answer'}`,
    ...shown(response.headers).map(({ name, value }) => `< ${name}: ${value}`),
    '<',
    response.content.text ?? '',
    '',
  ].join('\n');
}
