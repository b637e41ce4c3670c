/** The habits of DevTools: filter, chips, sorting, search, settings, and a list that forgets when it is told to. */
import { scenarios } from '../lab/scenarios.mjs';
import { LAB_PAGE } from '../lab/lab.mjs';
import { kept, recorderFrame, showConsole, showPanel, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';

const PATIENCE = 12_000;
const THREE = scenarios.find(({ id }) => id === 'three-failures');

export const habitChecks = [
  { id: 'filter', run: filter },
  { id: 'sorting', run: sorting },
  { id: 'search', run: search },
  { id: 'unread', run: unread },
  { id: 'preserve-log', run: preserveLog },
  { id: 'retention', run: retention },
  { id: 'settings', run: settings },
];

const numbers = async (panel) => (await panel.rows()).map(({ number }) => number).join(' ');

/** Does an act and says what is wrong when the list does not hold these rows then. */
async function holds(panel, wanted, what) {
  const list = (expected) => [...document.querySelectorAll('[role=row][data-number]')].map((row) => row.dataset.number).join(' ') === expected;
  return panel.frame
    .waitForFunction(list, { timeout: 3_000, polling: 50 }, wanted)
    .then(() => [], async () => [`${what}: the list holds ${await numbers(panel) || 'nothing'}, not ${wanted || 'nothing'}`]);
}

async function showThree(session) {
  const tab = await drive(session, THREE);
  await tab.panel.frame.waitForSelector(`[role=row][data-number="${THREE.findings.length}"]`, { timeout: PATIENCE });
  return tab;
}

async function filter(session) {
  const { panel, devtools } = await showThree(session);
  const { frame } = panel;
  const { keyboard } = devtools;
  const wrong = [];
  await frame.click('[role=row][data-number="1"]');
  await keyboard.press('/');
  await keyboard.type('is:failed -refresh');
  wrong.push(...await holds(panel, '3 4', 'is:failed -refresh'));
  const counted = await frame.evaluate(() => document.querySelector('.counts').textContent);
  if (!counted.includes('2 of 5 exchanges')) wrong.push(`the toolbar counts “${counted}”`);
  await keyboard.press('Escape');
  wrong.push(...await holds(panel, '1 2 3 4 5', 'Escape'));

  await keyboard.type('/(/');
  const fault = await frame.evaluate(() => document.querySelector('[data-part=filter-fault]').textContent);
  if (!fault.includes('/(/ is no regular expression')) wrong.push(`of /(/ the panel says “${fault}”`);
  if (await frame.evaluate(() => document.activeElement.getAttribute('aria-invalid')) !== 'true') wrong.push('the box is not marked as invalid');
  wrong.push(...await holds(panel, '1 2 3 4 5', 'a filter that cannot be read'));
  await keyboard.press('Escape');
  await keyboard.type('/invalid_.rant/ grant:refresh');
  wrong.push(...await holds(panel, '5', 'an expression and a grant'));
  await keyboard.type(' nowhere');
  wrong.push(...await holds(panel, '', 'a word that is nowhere'));
  await panel.press('clear-filter');
  wrong.push(...await holds(panel, '1 2 3 4 5', 'Clear filter'));
  if (await frame.evaluate(() => document.activeElement.getAttribute('role')) !== 'grid') wrong.push('after Clear filter the focus is not in the list');

  await frame.click('[data-chip=authorize]');
  wrong.push(...await holds(panel, '1 2', 'the chip Authorize'));
  await keyboard.down('Control');
  await frame.click('[data-chip=token]');
  await keyboard.up('Control');
  wrong.push(...await holds(panel, '1 2 3 4 5', 'the chips Authorize and Token'));
  await frame.click('[data-chip=failed]');
  wrong.push(...await holds(panel, '3 4 5', 'the chip Failed'));
  await frame.click('[data-chip=all]');
  wrong.push(...await holds(panel, '1 2 3 4 5', 'the chip All'));
  return wrong;
}

/** What the list is sorted by is said, kept, and the same in the next panel. */
async function sorting(session) {
  const { panel } = await showThree(session);
  const wrong = [];
  await panel.frame.click('[data-sort=status]');
  await panel.frame.click('[data-sort=status]');
  wrong.push(...await holds(panel, '3 4 5 1 2', 'by status, downwards'));
  const said = (frame) => frame.evaluate(() => [...document.querySelectorAll('[aria-sort]')].map((heading) => `${heading.dataset.column} ${heading.getAttribute('aria-sort')}`).join());
  if (await said(panel.frame) !== 'status descending') wrong.push(`the headings say “${await said(panel.frame)}”`);
  const stored = await panel.frame.evaluate(() => JSON.stringify({ ...localStorage }));
  if (!/^\{"grantlens-settings":"[a-z0-9=\- ]*sort=-status[a-z0-9=\- ]*"\}$/.test(stored)) wrong.push(`in the browser is kept: ${stored}`);

  const page = await kept('A tab does not open', session.browser.newPage());
  await page.goto(LAB_PAGE);
  const other = await session.inspect(page);
  await showThree({ tab: () => other });
  if (await said(other.panel.frame) !== 'status descending') wrong.push(`in the next panel the headings say “${await said(other.panel.frame)}”`);
  // In the midst of a sign-in the browser was seen to stand still over this.
  await kept('A tab does not close', page.close());
  await panel.frame.click('[data-sort=time]');
  wrong.push(...await holds(panel, '1 2 3 4 5', 'by time'));
  return wrong;
}

/** Ctrl+F opens DevTools' own search bar; what is written there is marked, and Enter goes on to the next. */
async function search(session) {
  const { panel, devtools } = await showThree(session);
  const { frame } = panel;
  const wrong = [];
  await frame.click('[role=row][data-number="1"]');
  await devtools.keyboard.down('Control');
  await devtools.keyboard.press('f');
  await devtools.keyboard.up('Control');
  await sleep(500);
  await devtools.keyboard.type('percent');
  const marked = () => frame.evaluate(() => [CSS.highlights.get('found').size, CSS.highlights.get('found-here').size]);
  const found = await frame
    .waitForFunction(() => CSS.highlights.get('found').size > 1 && CSS.highlights.get('found-here').size === 1, { timeout: PATIENCE, polling: 100 })
    .then(() => true, () => false);
  if (!found) return [`of “percent”, ${(await marked()).join(' and ')} places are marked`];
  const selected = () => frame.evaluate(() => document.querySelector('[role=row][aria-selected=true]')?.dataset.number);
  if (await selected() !== '3') wrong.push(`exchange ${await selected()} is shown, not the first that holds the text`);
  for (let step = 0; step < 40 && await selected() === '3'; step += 1) {
    await devtools.keyboard.press('Enter');
    await sleep(60);
  }
  if (await selected() !== '4') wrong.push(`after the last match exchange ${await selected()} is shown, not the next that holds the text`);
  await devtools.keyboard.press('Escape');
  const left = await frame
    .waitForFunction(() => CSS.highlights.get('found').size === 0, { timeout: 3_000, polling: 100 })
    .then(() => [], async () => [`after the search ${(await marked()).join(' and ')} places are marked`]);
  return [...wrong, ...left];
}

/** What failed while another panel was shown is marked until it is looked at. */
async function unread(session) {
  const { devtools, panel } = await session.tab();
  await panel.clear();
  await showConsole(devtools);
  await drive(session, THREE);
  const marked = () => panel.frame.evaluate(() => [...document.querySelectorAll('[role=row][data-unread=true]')].map((row) => row.dataset.number).join(' '));
  const wrong = [];
  await panel.frame.waitForSelector(`[role=row][data-number="${THREE.findings.length}"]`, { timeout: PATIENCE });
  if (await marked() !== '3 4 5') wrong.push(`behind another panel are marked: ${await marked() || 'none'}, not 3 4 5`);
  await showPanel(devtools);
  await panel.frame.waitForSelector('[role=row][data-number="3"][data-unread=false]', { timeout: PATIENCE }).catch(() => {});
  // The first failure is shown as soon as the panel is.
  if (await marked() !== '4 5') wrong.push(`as not looked at are marked: ${await marked() || 'none'}, not 4 5`);
  await panel.press('unread');
  await panel.press('unread');
  if (await marked() !== '') wrong.push(`after both were shown are marked: ${await marked()}`);
  if (await panel.frame.$('[data-action=unread]')) wrong.push('the toolbar still counts what was not looked at');
  return wrong;
}

async function preserveLog(session) {
  const { panel, page } = await showThree(session);
  const wrong = [];
  await page.goto(LAB_PAGE);
  await sleep(1_500);
  wrong.push(...await holds(panel, '1 2 3 4 5', 'a navigation with Preserve log'));
  await panel.frame.click('[data-setting=preserve]');
  try {
    await page.goto(LAB_PAGE);
    await panel.frame.waitForSelector('[data-part=empty]', { timeout: PATIENCE }).catch(() => wrong.push('without Preserve log the list outlives a navigation'));
    // The redirect that leads to the new page belongs to it.
    await page.click('#three-failures');
    await panel.frame.waitForSelector('[role=row][data-kind=token-request]', { timeout: PATIENCE });
    await sleep(1_500);
    const kinds = (await panel.rows()).map(({ kind }) => kind).join(' ');
    if (kinds !== 'authorization-request redirect token-request token-request token-request') wrong.push(`after a sign-in the list holds: ${kinds}`);
  } finally {
    await panel.frame.click('[data-setting=preserve]');
  }
  return wrong;
}

/** The oldest are forgotten when there are too many, by the recorder as by the panel. A session of its own shows it. */
async function retention(session) {
  const { devtools } = await session.tab();
  const recorder = await recorderFrame(devtools);
  const held = await recorder.evaluate(async () => {
    const { Session } = await import('./session.js');
    const news = [];
    const viewer = { attach() {}, receive: (some) => news.push(some), fault: (message) => news.push({ message }) };
    const own = new Session();
    own.keepLatest(20);
    own.show(viewer, {});
    for (let at = 0; at < 25; at += 1) {
      const entry = {
        startedDateTime: new Date(1_767_607_200_000 + at * 1_000).toISOString(), time: 5,
        request: { method: 'POST', url: 'https://oauth2.googleapis.com/token', postData: { text: 'grant_type=refresh_token&refresh_token=1//EXAMPLE' } },
        response: { status: 400 },
      };
      own.observe(entry, String(at), '{"error":"invalid_grant"}', undefined, undefined);
    }
    // A finding's number comes first among its bytes, and is small here.
    const numberOf = ([number]) => number;
    const list = () => {
      let held = [];
      let gone = 0;
      for (const { forgotten, keep, findings } of news) {
        held = [...held.slice(forgotten - gone).slice(0, keep), ...findings.map(numberOf)];
        gone = forgotten;
      }
      return held;
    };
    for (let turn = 0; turn < 200 && list().at(-1) !== 25; turn += 1) await new Promise((resolve) => setTimeout(resolve, 25));
    return list();
  });
  // A tenth more than what is too much goes, so that forgetting is seldom.
  const wanted = Array.from({ length: held.length }, (_, at) => 26 - held.length + at);
  const isRight = held.length >= 18 && held.length <= 20 && held.join() === wanted.join();
  return isRight ? [] : [`of 25 exchanges with a limit of 20 are held: ${held.join(' ')}`];
}

async function settings(session) {
  const { panel, devtools } = await showThree(session);
  const { frame } = panel;
  const wrong = [];
  const background = () => frame.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const before = await background();
  await panel.press('settings');
  await frame.select('[data-setting=theme]', 'dark');
  if (await background() === before) wrong.push('the dark theme changes nothing');
  await frame.select('[data-setting=theme]', 'system');
  const about = await frame.evaluate(() => document.querySelector('[data-part=about]').textContent);
  if (!/^Grantlens \d+\.\d+\.\d+, build [0-9a-f]{12}\. /.test(about)) wrong.push(`About says “${about}”`);
  await frame.click('[data-setting=ask]');
  await devtools.keyboard.press('Escape');
  await panel.press('clear');
  await panel.press('keep-list');
  wrong.push(...await holds(panel, '1 2 3 4 5', 'Cancel, asked before the list is cleared'));
  await panel.press('clear');
  await panel.press('clear-list');
  await frame.waitForSelector('[data-part=empty]', { timeout: PATIENCE });
  await panel.press('settings');
  await frame.click('[data-setting=ask]');
  await panel.press('close-settings');
  return wrong;
}
