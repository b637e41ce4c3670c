/**
 * Every state of the panel in both themes and in the sizes in which DevTools is docked: pictures to be looked at, axe, and
 * whether everything fits, also when the page is zoomed.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { scenarios } from '../lab/scenarios.mjs';
import { open, rested } from './doors.mjs';
import { closeDrawer, setTheme, sleep } from './devtools.mjs';
import { drive } from './drive.mjs';
import { HAR, HTTP } from './inputs.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const SETTLED = 250;
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 480, height: 800 }, bottom: { width: 1280, height: 260 } };
/** What the narrow and the wide panel become when the page is zoomed to 200 % and to 50 %. */
const ZOOMED = { 'narrow at 200 %': { width: 240, height: 400 }, 'bottom at 200 %': { width: 640, height: 130 }, 'wide at 50 %': { width: 2560, height: 1600 } };

/** Each state: how it comes about, how it is left, and which part of it is to be in sight. */
const states = [
  { name: 'empty', show: ({ panel }) => panel.clear() },
  { name: 'paused', show: ({ panel }) => panel.clear().then(() => panel.press('record')), leave: ({ panel }) => panel.press('record') },
  { name: 'confirmed', show: (tab) => lab(tab, 'verifier-mismatch') },
  { name: 'question', show: (tab) => lab(tab, 'dead-token-unseen') },
  { name: 'flow', show: (tab) => lab(tab, 'three-failures').then(() => tab.panel.explanation(4)), part: '[data-part=flow]' },
  { name: 'body-unread', show: (tab) => lab(tab, 'never-read') },
  {
    name: 'nothing-matches',
    show: (tab) => lab(tab, 'three-failures').then(() => write(tab, 'nowhere')),
    leave: ({ panel }) => panel.press('clear-filter'),
  },
  {
    name: 'filter-fault',
    show: (tab) => lab(tab, 'three-failures').then(() => write(tab, 'colour:red')),
    leave: (tab) => write(tab, ''),
  },
  { name: 'imported', show: ({ panel }) => panel.clear().then(() => open(panel, HAR)).then(() => panel.explanation(1)) },
  { name: 'sample', show: ({ panel }) => panel.clear().then(() => panel.press('sample')).then(() => rested(panel)).then(() => panel.explanation(3)) },
  {
    name: 'settings',
    show: (tab) => lab(tab, 'verifier-mismatch').then(() => tab.panel.press('settings')),
    leave: ({ panel }) => panel.press('close-settings'),
  },
  {
    name: 'paste-box',
    show: ({ panel }) => panel.clear().then(() => panel.press('paste')).then(() => panel.frame.type('[data-part=paste] textarea', HTTP.text.slice(0, 200))),
    leave: ({ panel }) => panel.press('cancel-paste'),
  },
];

/** @param {import('./session.mjs').Session} session @param {string} folder @returns {Promise<string[]>} */
export async function lookAtStates(session, folder) {
  const place = join(folder, 'states');
  await mkdir(place, { recursive: true });
  const tab = { session, ...(await session.tab()) };
  const { devtools, panel } = tab;
  await panel.frame.evaluate(await readFile(AXE, 'utf8'));
  const wrong = [];
  await closeDrawer(devtools);
  for (const { name, show, leave, part } of states) {
    await show(tab);
    // No control is to look as if it were pointed at.
    await devtools.mouse.move(0, 0);
    for (const [size, viewport] of Object.entries(SIZES)) {
      await devtools.setViewport(viewport);
      for (const theme of ['light', 'dark']) {
        await setTheme(devtools, theme);
        if (part) await panel.frame.evaluate(scrollTo, part);
        await sleep(SETTLED);
        await devtools.screenshot({ path: join(place, `${name}-${size}-${theme}.png`) });
        const violations = await panel.frame.evaluate(runAxe);
        wrong.push(...violations.map((violation) => `${name}, ${size}, ${theme}: ${violation}`));
      }
      wrong.push(...(await panel.frame.evaluate(cutOff)).map((element) => `${name}, ${size}: ${element}`));
    }
    for (const [size, viewport] of Object.entries(ZOOMED)) {
      await devtools.setViewport(viewport);
      await sleep(SETTLED);
      wrong.push(...(await panel.frame.evaluate(cutOff)).map((element) => `${name}, ${size}: ${element}`));
    }
    await devtools.setViewport(SIZES.wide);
    await setTheme(devtools, 'light');
    await leave?.(tab);
  }
  await panel.clear();
  return wrong;
}

export async function lab({ session, panel }, id) {
  const scenario = scenarios.find((each) => each.id === id);
  await drive(session, scenario);
  const last = scenario.findings.length;
  await panel.frame.waitForSelector(`[role=row][data-number="${last}"]`, { timeout: 12_000 });
  await panel.explanation(last);
}

const write = ({ panel }, text) =>
  panel.frame.evaluate((content) => {
    const box = document.querySelector('.filter input');
    box.value = content;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);

/** Runs in the panel. The page around it stays where it is. */
function scrollTo(selector) {
  const detail = document.querySelector('.detail');
  detail.scrollTop += document.querySelector(selector).getBoundingClientRect().top - detail.getBoundingClientRect().top;
}

/** Runs in the panel. */
async function runAxe() {
  const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
  return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes[0].target.join(' ')}`);
}

/** Runs in the panel: what does not fit into the page's width, or has no height left. */
export function cutOff() {
  const { clientWidth, scrollWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide, its room ${clientWidth}`] : [];
  for (const control of document.querySelectorAll('.toolbar :is(button, input), .bar :is(button, bdi), .filter-fault bdi, dialog[open] :is(button, select, textarea)')) {
    const { left, right, width } = control.getBoundingClientRect();
    if (width > 0 && (left < 0 || right > clientWidth + 0.5)) found.push(`${control.dataset.action ?? control.className ?? control.tagName} reaches from ${Math.round(left)} to ${Math.round(right)} of ${clientWidth}`);
  }
  for (const part of document.querySelectorAll('.list, .detail')) {
    const { height } = part.getBoundingClientRect();
    if (height < 20) found.push(`${part.className} is ${Math.round(height)} high`);
  }
  return found;
}
