/** The whole job without a mouse: open, find the failure, read the proof, answer the question, copy, export. */
import { readFile } from 'node:fs/promises';
import { scenarios } from '../lab/scenarios.mjs';
import { drive } from './drive.mjs';

const PATIENCE = 12_000;
/** Nothing is further away than so many presses of Tab. */
const FAR = 60;

/** @param {import('./session.mjs').Session} session @returns {Promise<string[]>} */
export async function useKeyboardAlone(session) {
  const scenario = scenarios.find(({ id }) => id === 'three-failures');
  const { panel, devtools } = await drive(session, scenario);
  const { frame } = panel;
  const { keyboard } = devtools;
  await frame.waitForSelector(`[role=row][data-number="${scenario.findings.length}"]`, { timeout: PATIENCE });
  await frame.evaluate(() => {
    globalThis.copied = '';
    navigator.clipboard.writeText = async (text) => { globalThis.copied = text; };
  });
  const wrong = [];
  const at = (selector) => frame.evaluate((wanted) => document.hasFocus() && document.activeElement.matches(wanted), selector);
  /** Presses Tab, backwards if need be, until the focus is there; the ring around it must be seen. */
  const tabTo = async (selector, backwards = false) => {
    if (backwards) await keyboard.down('Shift');
    let presses = 0;
    while (presses < FAR && !(await at(selector))) {
      await keyboard.press('Tab');
      presses += 1;
    }
    if (backwards) await keyboard.up('Shift');
    if (!(await at(selector))) wrong.push(`Tab does not lead to ${selector}`);
    else if (!(await frame.evaluate(isRinged))) wrong.push(`the focus on ${selector} cannot be seen`);
  };
  const shown = () => frame.evaluate(() => document.querySelector('[data-finding]')?.dataset.finding);

  // Open: from wherever DevTools left the focus, into the panel and to its list.
  await tabTo('[role=grid]');

  // Find the failure.
  await keyboard.press('/');
  if (!(await at('.filter input'))) wrong.push('a slash does not lead to the filter');
  await keyboard.type('is:failed');
  await keyboard.press('Enter');
  if (!(await at('[role=grid]'))) wrong.push('Enter does not lead from the filter to the list');
  await keyboard.press('Home');
  if (await shown() !== '3') wrong.push(`Home shows exchange ${await shown()}, not the first that failed`);
  const named = await frame.evaluate(() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.dataset.number);
  if (named !== '3') wrong.push(`the list names row ${named} as the active one`);

  // Read the proof.
  await keyboard.press('Enter');
  if (!(await at('.detail'))) wrong.push('Enter does not lead from the list to the explanation');
  const proof = await frame.evaluate(() => document.activeElement.querySelector('[data-part=fact]')?.textContent ?? '');
  if (proof === '') wrong.push('the explanation of the first failure shows no fact');

  // Back to the list, and to the failure that needs a question answered.
  await keyboard.press('Escape');
  if (!(await at('[role=grid]'))) wrong.push('Escape does not lead back to the list');
  await keyboard.press('End');
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowDown');
  if (await shown() !== '5') wrong.push(`arrows and End show exchange ${await shown()}, not the last that failed`);
  await keyboard.press('Enter');
  await tabTo('[data-answer=yes]');
  await keyboard.press('Enter');
  await frame.waitForSelector('.statements li', { timeout: PATIENCE }).catch(() => wrong.push('the answer is not taken in'));

  // Copy a text for a ticket.
  await keyboard.press('Escape');
  await keyboard.press('Enter');
  await tabTo('[data-action=copy-markdown]');
  await keyboard.press('Enter');
  await frame.waitForFunction(() => globalThis.copied !== '', { timeout: PATIENCE }).catch(() => {});
  const copied = await frame.evaluate(() => globalThis.copied);
  if (!/^#+ /m.test(copied) || !copied.includes('invalid_grant')) wrong.push(`as Markdown is copied: ${copied.slice(0, 80) || 'nothing'}`);

  // Export.
  await keyboard.press('Escape');
  await tabTo('[data-action=export]', true);
  const [path] = await Promise.all([panel.downloads.next(), keyboard.press('Enter')]);
  const report = JSON.parse(await readFile(path, 'utf8'));
  if (report.findings.at(-1)?.statements.length !== 1) wrong.push('the exported report does not hold the answer');

  await keyboard.press('/');
  await keyboard.press('Escape');
  if ((await panel.rows()).length !== scenario.findings.length) wrong.push('Escape in the filter box does not show everything again');
  return wrong;
}

/** Runs in the panel: whether the focused element, or what it names as active, is drawn differently from the others. */
function isRinged() {
  const { activeElement: focused } = document;
  const named = document.getElementById(focused.getAttribute('aria-activedescendant') ?? '');
  if (named) return getComputedStyle(named).backgroundColor !== getComputedStyle(named.parentElement).backgroundColor;
  const { outlineStyle, outlineWidth } = getComputedStyle(focused);
  return outlineStyle !== 'none' && outlineWidth !== '0px';
}
