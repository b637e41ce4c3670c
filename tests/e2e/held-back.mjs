/**
 * The second lock on what leaves the panel: a report that holds a part of a value that was recorded, or read from a file, is not
 * saved and not copied, and the panel says which field holds it. No report of ours holds one, so the panel is given such a report.
 * Beside it, what no report can show: no value is left in the memory of the modules.
 */
import { scenarios } from '../lab/scenarios.mjs';
import { paste } from './doors.mjs';
import { sleep } from './devtools.mjs';
import { drive } from './drive.mjs';
import { inspectorOf, memories } from './heap.mjs';
import { WINDOW_IN_MEMORY, findPlanted } from './leaks.mjs';

const PATIENCE = 12_000;
/** How long nothing must arrive before nothing is going to. */
const CALM = 400;
const REVOKED = scenarios.find(({ id }) => id === 'grant-revoked');
const TWICE = scenarios.find(({ id }) => id === 'code-redeemed-twice');
/** Two values for two checks: the first gets into the panel on purpose. */
const PASTED = 'Zk7Qw2tR9mB3nLxY5vKdPe8s';
/** A text of a request that a command repeats. */
const GRANT = 'refresh_token';
const OTHER = 'uR4vW6xY8zA1bC3dEfG5hJ7k';
const http = (value) => `POST https://oauth2.googleapis.com/token

grant_type=refresh_token&refresh_token=1%2F%2F0gEXAMPLE${value}&client_id=EXAMPLE

400

{"error":"invalid_grant","error_description":"Token has been expired or revoked."}
`;

export const heldBackChecks = [
  { id: 'held-back', run: heldBack },
  { id: 'memory', run: memory },
];

async function heldBack(session) {
  const { panel } = await session.tab();
  await panel.frame.evaluate(keepNews);
  let sent = '';
  session.lab.instead = ({ url, body }) => {
    if (url.href === 'https://oauth2.googleapis.com/token') sent = new URLSearchParams(body).get('refresh_token') ?? sent;
  };
  await drive(session, REVOKED);
  await panel.frame.waitForSelector(`[role=row][data-number="${REVOKED.findings.length}"]`, { timeout: PATIENCE });
  session.lab.instead = undefined;
  const wrong = await holdsBack(session, panel, 'receive', tellingPart(sent));
  await panel.clear();
  await paste(panel, http(PASTED));
  wrong.push(...(await holdsBack(session, panel, 'receiveImported', PASTED.slice(2, 22))));
  await panel.clear();
  return wrong;
}

/** Twenty letters that no sentence has: those that change most often between capitals, small letters and digits. */
function tellingPart(value) {
  const changes = (part) => part.match(/[0-9](?=[a-zA-Z])|[a-zA-Z](?=[0-9])|[a-z](?=[A-Z])/g)?.length ?? 0;
  const parts = Array.from({ length: value.length - 20 }, (_, at) => value.slice(at + 1, at + 21));
  return parts.reduce((best, part) => (changes(part) > changes(best) ? part : best));
}

/** Runs in the panel: the latest news of each kind are kept, as they came. */
function keepNews() {
  globalThis.latest = {};
  for (const how of ['receive', 'receiveImported']) {
    const own = window.grantlens[how];
    window.grantlens[how] = function (news) {
      if (news.findings.length > 0) globalThis.latest[how] = news;
      return own.call(window.grantlens, news);
    };
  }
}

/** Runs in the panel: the latest finding comes once more, with another text of the same length wherever one stood. */
function receiveChanged({ how, number, before, after }) {
  const [bytesBefore, bytesAfter] = [before, after].map((text) => new TextEncoder().encode(text));
  const news = globalThis.latest[how];
  const finding = news.findings.at(-1).slice();
  const isThere = (at) => bytesBefore.every((byte, offset) => finding[at + offset] === byte);
  const places = [...finding.keys()].filter(isThere);
  if (places.length === 0) throw new Error(`${before} is not in the finding`);
  for (const at of places) finding.set(bytesAfter, at);
  const own = Object.getPrototypeOf(window.grantlens)[how];
  own.call(window.grantlens, { ...news, keep: number - 1, findings: [finding] });
}

/** @param {'receive' | 'receiveImported'} how news come @param {string} part of a value */
async function holdsBack(session, panel, how, part) {
  const wrong = [];
  const saysWhy = async (act, place) => {
    const said = (await panel.faults()).join('\n');
    if (!said.includes('Nothing was exported') || !said.includes('a part of a value that was sent or received') || !said.includes(place)) wrong.push(`${how}: after ${act} the panel says “${said}”`);
    if (said.includes(part)) wrong.push(`${how}: what the panel says after ${act} holds the value`);
  };
  const report = JSON.parse(await panel.export());
  const { number, headline, answer } = report.findings.at(-1);
  const changed = (before, after) => panel.frame.evaluate(receiveChanged, { how, number, before, after });
  const description = answer.description.slice(0, part.length);
  await changed(description, part);
  await panel.explanation(number);
  const attempts = [
    ['export', () => panel.press('export'), `\`findings[${number - 1}].answer.description\``],
    ['export-markdown', () => panel.frame.click('[data-action=export-more]').then(() => panel.press('export-markdown')), 'line '],
    ['export-har', () => panel.frame.click('[data-action=export-more]').then(() => panel.press('export-har')), `log.entries[${number - 1}]`],
    ['copy-json', () => panel.press('copy-json'), '`answer.description`'],
    ['copy-markdown', () => panel.press('copy-markdown'), 'line '],
  ];
  for (const [action, press, place] of attempts) {
    await dismiss(panel);
    const given = await givenOut(session, panel, press);
    if (given.length > 0) wrong.push(`${how}: ${action} gives out ${given.join(' and ')}`);
    await saysWhy(action, place);
  }
  await dismiss(panel);
  // The command is made when the finding is drawn, so that the button is offered where there is one.
  await changed(description, description);
  await changed(GRANT, part.slice(0, GRANT.length));
  await panel.explanation(number);
  await saysWhy('drawing it', 'line ');
  if ((await panel.frame.$('[data-action=copy-curl]')) !== null) wrong.push(`${how}: a command is offered that holds the value`);
  await dismiss(panel);
  await changed(GRANT, GRANT);
  const text = await panel.export();
  if (!text.includes(headline)) wrong.push(`${how}: an honest report is not exported any more`);
  return wrong;
}

/** What is saved or copied within a moment. */
async function givenOut(session, panel, act) {
  const before = session.downloads.names.length;
  await panel.frame.evaluate(() => {
    globalThis.copied = null;
    navigator.clipboard.writeText = async (text) => { globalThis.copied = text; };
  });
  await act();
  await sleep(CALM);
  const copied = await panel.frame.evaluate(() => {
    delete navigator.clipboard.writeText;
    return globalThis.copied;
  });
  return [...session.downloads.names.slice(before), ...(copied === null ? [] : ['a text'])];
}

const dismiss = (panel) => panel.frame.evaluate(() => document.querySelectorAll('[data-part=fault] button').forEach((button) => button.click()));

/** Of what was recorded and of what was pasted, nothing is in any module's memory, neither before Clear nor after it. */
async function memory(session) {
  const { panel, recorder } = await drive(session, TWICE);
  await panel.frame.waitForSelector(`[role=row][data-number="${TWICE.findings.length}"]`, { timeout: PATIENCE });
  await paste(panel, http(OTHER));
  const planted = [...session.lab.world.planted, OTHER];
  const wrong = [];
  const look = async (when) => {
    const workers = panel.frame.page().workers().map(({ client }) => client);
    const rooms = [await inspectorOf(recorder), await inspectorOf(panel.frame), ...workers];
    const all = (await Promise.all(rooms.map(memories))).flat();
    if (all.length < 2) wrong.push(`${when}: ${all.length} modules are there to look at`);
    const found = all.flatMap((text) => findPlanted(text, planted, WINDOW_IN_MEMORY));
    wrong.push(...found.map((leak) => `${when}, the memory of a module holds ${leak}`));
  };
  await look('before Clear');
  await panel.clear();
  await look('after Clear');
  return wrong;
}
