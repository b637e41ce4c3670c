/** The explanation of one exchange: its flow, what is copied of it, what is exported, and the way to the Network panel. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { networkFilter, setTheme, showPanel, sleep } from './devtools.mjs';
import { open, paste } from './doors.mjs';
import { drive } from './drive.mjs';
import { findLeaks } from './leaks.mjs';

const PATIENCE = 12_000;
const WINDOW = { width: 1280, height: 800 };
const SETTLED = 400;
const scenario = (id) => scenarios.find((each) => each.id === id);
const REVOKED = scenario('grant-revoked');
const THREE = scenario('three-failures');

/** @param {{screens: string}} options */
export const detailChecks = ({ screens }) => [
  { id: 'flow', run: checkFlow },
  { id: 'flow-long', run: (session) => checkLongFlow(session, screens) },
  { id: 'copy', run: checkCopies },
  { id: 'exports', run: checkExports },
  { id: 'reveal', run: checkReveal },
  { id: 'detail-screens', run: (session) => takeDetailScreens(session, screens) },
];

async function show(session, which) {
  const stage = await drive(session, which);
  const last = which.findings.length;
  await stage.panel.frame.waitForSelector(`[role=row][data-number="${last}"]`, { timeout: PATIENCE });
  await stage.panel.explanation(last);
  return stage;
}

/** The picture says what the report says: which exchanges, which failed, and how each credential goes. */
async function checkFlow(session) {
  const { panel } = await show(session, REVOKED);
  const report = JSON.parse(await panel.export());
  const selected = report.findings.at(-1);
  const members = report.findings.filter(({ flow }) => flow === selected.flow);
  const drawn = await readFlow(panel);
  const wrong = [];
  const compare = (what, screen, file) => {
    if (JSON.stringify(screen) !== JSON.stringify(file)) wrong.push(`${what}: the flow shows ${JSON.stringify(screen)}, the export has ${JSON.stringify(file)}`);
  };
  compare('exchanges', drawn.map(({ number, outcome }) => [number, outcome]), members.map(({ number, outcome }) => [number, outcome]));
  compare('the selected one', drawn.filter(({ current }) => current).map(({ number }) => number), [selected.number]);
  for (const { number, links } of members) {
    const { arriving } = drawn.find((step) => step.number === number) ?? { arriving: [] };
    compare(`credentials of #${number}`, arriving.toSorted(), links.map(({ credential, fingerprint }) => `${credential} ${fingerprint}`).toSorted());
  }
  for (const { number, words, arrows, arriving } of drawn) {
    if (arrows !== arriving.length) wrong.push(`${arrows} arrows lead to #${number}, which carries ${arriving.length} credentials`);
    if (number === selected.number && !words.includes('failed: invalid_grant')) wrong.push(`the failure of #${number} is not said in words: ${words}`);
    if (number > members[0].number && !/\+\d/.test(words)) wrong.push(`#${number} does not say how long after the one before it came`);
  }
  const before = members.at(-2).number;
  await panel.frame.click(`[data-step="${before}"] button`);
  await panel.frame.waitForSelector(`[data-finding="${before}"]`, { timeout: PATIENCE });
  const landed = await panel.frame.evaluate(() => document.activeElement.className);
  if (landed !== 'detail') wrong.push(`after a step was chosen the focus is on “${landed}”, not on the explanation`);
  if (!(await readFlow(panel)).find(({ number }) => number === before).current) wrong.push(`#${before} was chosen and is not marked`);
  return wrong;
}

const readFlow = (panel) =>
  panel.frame.evaluate(() =>
    [...document.querySelectorAll('[data-part=flow] [data-step]')].map((step) => {
      const told = [...step.querySelectorAll('[data-part=credential]')].map((item) => ({
        what: `${item.textContent.replace(/ (issued|sent|arrives) here.*$/, '').trim()} ${item.dataset.fingerprint}`,
        how: item.querySelector('.how').textContent,
      }));
      return {
        number: Number(step.dataset.step),
        outcome: step.dataset.outcome,
        current: step.getAttribute('aria-current') === 'step',
        words: step.textContent,
        arriving: told.filter(({ how }) => /^(sent|arrives) here(, altered)?$/.test(how)).map(({ what }) => what),
        arrows: step.querySelectorAll('.graph .head').length,
      };
    }));

const REFRESH = (at, answer) => `### +${at}
POST https://oauth2.googleapis.com/token

grant_type=refresh_token&refresh_token=1%2F%2F0gEXAMPLElongFlowRefresh0001&client_id=EXAMPLE.apps.googleusercontent.com

${answer}

`;
const GRANTED = '200\n\n{"access_token":"ya29.EXAMPLElongFlowAccess","expires_in":3599}';
const REFUSED = '400\n\n{"error":"invalid_grant","error_description":"Token has been expired or revoked."}';

/** Of a long flow the middle is folded; the reader can unfold it, and nothing leaves the panel's width. */
async function checkLongFlow(session, folder) {
  await mkdir(folder, { recursive: true });
  const { devtools, panel } = await session.tab();
  await panel.clear();
  await paste(panel, REFRESH('0s', GRANTED) + REFRESH('1h', GRANTED).repeat(40) + REFRESH('1h', REFUSED));
  await panel.explanation(42);
  const wrong = [];
  const steps = () => panel.frame.evaluate(() => document.querySelectorAll('[data-part=flow] [data-step]').length);
  if ((await steps()) !== 9) wrong.push(`of 42 exchanges ${await steps()} are drawn, 9 were expected`);
  await devtools.setViewport({ width: 480, height: 900 });
  for (const theme of ['light', 'dark']) {
    await setTheme(devtools, theme);
    await panel.frame.evaluate(() => document.querySelector('[data-part=flow]').scrollIntoView());
    await sleep(SETTLED);
    await devtools.screenshot({ path: join(folder, `flow-long-${theme}.png`) });
  }
  await setTheme(devtools, 'light');
  const over = await panel.frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) wrong.push(`the flow is ${over} px wider than the panel`);
  await panel.press('unfold');
  await panel.frame.waitForFunction(() => document.querySelectorAll('[data-part=flow] [data-step]').length === 42, { timeout: PATIENCE }).catch(() => wrong.push('the flow does not unfold'));
  await devtools.setViewport(WINDOW);
  await panel.clear();
  return wrong;
}

/** What is copied arrives in the clipboard, and holds no secret. */
async function checkCopies(session) {
  const { page, panel } = await show(session, REVOKED);
  const wrong = [];
  const copied = async (action) => {
    await panel.frame.evaluate(() => {
      const clipboard = navigator.clipboard;
      const write = Clipboard.prototype.writeText;
      window.copied = null;
      clipboard.writeText = (text) => write.call(clipboard, text).then(() => { window.copied = text; });
    });
    await panel.press(action);
    await panel.frame.waitForFunction(() => window.copied !== null, { timeout: PATIENCE });
    const text = await panel.frame.evaluate(() => window.copied);
    wrong.push(...findLeaks(text, session.lab.world.planted).map((leak) => `${action} copies ${leak}`));
    return text;
  };
  const report = JSON.parse(await panel.export());
  const finding = report.findings.at(-1);
  const markdown = await copied('copy-markdown');
  if (!markdown.startsWith(`## ${finding.headline}\n`) || !markdown.includes('### Fix')) wrong.push(`Markdown begins with ${markdown.slice(0, 80)}`);
  const curl = await copied('copy-curl');
  if (!curl.includes('curl --include') || !curl.includes('refresh_token=${REFRESH_TOKEN}')) wrong.push(`the command is ${curl}`);
  const json = await copied('copy-json');
  if (JSON.stringify(JSON.parse(json)) !== JSON.stringify(finding)) wrong.push('the copied JSON is not the finding of the export');
  await panel.frame.waitForFunction(() => document.querySelector('[role=status]').textContent === 'Copied', { timeout: PATIENCE }).catch(() => wrong.push('nobody says that it was copied'));
  if (page.isClosed()) wrong.push('the page is gone');
  return wrong;
}

/** Markdown and HAR are saved without secrets; the HAR file, opened, tells the same. */
async function checkExports(session) {
  const { devtools, panel } = await show(session, REVOKED);
  const wrong = [];
  await devtools.setViewport({ width: 480, height: 800 });
  await panel.frame.click('[data-action=export-more]');
  const place = await panel.frame.evaluate(() => document.querySelector('.menu .items').getBoundingClientRect().toJSON());
  if (place.left < 0 || place.right > 480) wrong.push(`the menu of exports reaches from ${place.left} to ${place.right} px of 480`);
  await panel.frame.click('[data-action=export-more]');
  await devtools.setViewport(WINDOW);
  const before = JSON.parse(await panel.export()).findings.map(({ headline }) => headline);
  const saved = async (action) => {
    await panel.frame.click('[data-action=export-more]');
    const [path] = await Promise.all([panel.downloads.next(), panel.press(action)]);
    const text = await readFile(path, 'utf8');
    wrong.push(...findLeaks(text, session.lab.world.planted).map((leak) => `${action} holds ${leak}`));
    return text;
  };
  const markdown = await saved('export-markdown');
  if (!markdown.includes(`## ${before.at(-1)}\n`)) wrong.push(`the Markdown is ${markdown.slice(0, 80)}`);
  const har = await saved('export-har');
  const { log } = JSON.parse(har);
  if (log.version !== '1.2' || log.entries.length !== before.length) wrong.push(`the HAR file is of version ${log.version} and holds ${log.entries.length} entries`);
  await panel.clear();
  await open(panel, { name: 'redacted.har', text: har });
  const after = JSON.parse(await panel.export()).findings.map(({ headline }) => headline);
  if (JSON.stringify(after) !== JSON.stringify(before)) wrong.push(`opened again the HAR file tells ${JSON.stringify(after)}, not ${JSON.stringify(before)}`);
  await panel.clear();
  return wrong;
}

/** The Network panel is filtered for the request; imported exchanges have no way there. */
async function checkReveal(session) {
  const { devtools, panel } = await show(session, REVOKED);
  const wrong = [];
  await panel.press('reveal');
  const wanted = 'domain:oauth2.googleapis.com method:POST status-code:400';
  let filter = null;
  for (const end = Date.now() + PATIENCE; filter !== wanted && Date.now() < end; await sleep(100)) filter = (await networkFilter(devtools))?.trim();
  if (filter !== wanted) wrong.push(`the Network panel is filtered by “${filter}”, not by “${wanted}”`);
  await showPanel(devtools);
  await panel.clear();
  await paste(panel, REFRESH('0s', REFUSED));
  await panel.explanation(1);
  if (await panel.frame.$('[data-action=reveal]')) wrong.push('an imported exchange offers the Network panel');
  await panel.clear();
  return wrong;
}

/** Pictures of the explanation, to be looked at: tall, so that all of it is in them. */
async function takeDetailScreens(session, folder) {
  await mkdir(folder, { recursive: true });
  const { devtools } = await session.tab();
  for (const [name, which] of [['revoked', REVOKED], ['three', THREE], ['proven', scenario('verifier-mismatch')], ['open', scenario('dead-token-unseen')], ['mixed', scenario('app-in-testing')], ['refused', scenario('redirect-uri-unregistered')]]) {
    await show(session, which);
    for (const width of [1280, 480]) {
      await devtools.setViewport({ width, height: 1500 });
      for (const theme of ['light', 'dark']) {
        await setTheme(devtools, theme);
        await sleep(SETTLED);
        await devtools.screenshot({ path: join(folder, `detail-${name}-${width}-${theme}.png`) });
      }
    }
    await setTheme(devtools, 'light');
  }
  await devtools.setViewport(WINDOW);
  return [];
}
