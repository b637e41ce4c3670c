/** A screen reader is told of each failure once, however often its finding is sent again, and wherever it moves. */
import { scenarios } from '../lab/scenarios.mjs';
import { drive } from './drive.mjs';

const PATIENCE = 12_000;
const THREE = scenarios.find(({ id }) => id === 'three-failures');

/** @param {import('./session.mjs').Session} session @returns {Promise<string[]>} */
export async function checkAnnouncements(session) {
  const { panel } = await session.tab();
  const { frame } = panel;
  await panel.clear();
  await frame.evaluate(listen);
  await drive(session, THREE);
  await frame.waitForSelector(`[role=row][data-number="${THREE.findings.length}"]`, { timeout: PATIENCE });
  const failed = (await panel.rows()).filter(({ outcome }) => outcome === 'failed').map(({ number }) => number);

  const wrong = [];
  const told = await frame.evaluate(() => globalThis.heard.said.splice(0));
  // Several that come at once are one announcement of so many.
  const count = told.map((text) => Number(/^(\d+) exchanges failed/.exec(text)?.[1] ?? 1)).reduce((sum, more) => sum + more, 0);
  if (count !== failed.length || !told.every((text) => text.includes(' failed'))) wrong.push(`of ${failed.length} failures was told: ${told.join(' | ') || 'nothing'}`);
  if (!told.at(-1)?.includes(`${failed.at(-1)}`)) wrong.push(`the last announcement does not name exchange ${failed.at(-1)}: ${told.at(-1)}`);

  await panel.clear();
  for (const { what, said, wanted } of await frame.evaluate(record)) {
    const isRight = said.length === wanted.length && said.every((text, at) => text.startsWith(wanted[at]));
    if (!isRight) wrong.push(`${what}: was told ${said.join(' | ') || 'nothing'}, not ${wanted.join(' | ') || 'nothing'}`);
  }
  await frame.evaluate(() => globalThis.heard.stop());
  return [...wrong, ...(await panel.faults())];
}

/** Runs in the panel: keeps what its live region says. */
function listen() {
  const region = document.querySelector('main > [role=status]');
  const said = [];
  const observer = new MutationObserver(() => said.push(region.textContent));
  observer.observe(region, { childList: true, characterData: true, subtree: true });
  globalThis.heard = { said, stop: () => observer.disconnect() };
}

/**
 * Runs in the panel: a recorder of its own takes in what no button of the lab brings about, exchanges that come late. Out: of
 * each step, what the live region said of it and how that should begin.
 */
async function record() {
  const { Session } = await import('./session.js');
  const { grantlens: viewer } = window;
  const anew = () => ({ attach() {}, receive: (news) => viewer.receive(news), fault: (message) => viewer.fault(message) });
  const own = new Session();
  own.keepLatest(100);
  const observe = (second, isFailure) => {
    const entry = {
      startedDateTime: new Date(1_767_607_200_000 + second * 1_000).toISOString(), time: 5,
      request: { method: 'POST', url: 'https://oauth2.googleapis.com/token', postData: { text: `grant_type=refresh_token&refresh_token=1//EXAMPLE${second}` } },
      response: { status: isFailure ? 400 : 200 },
    };
    const body = isFailure ? '{"error":"invalid_grant"}' : '{"access_token":"ya29.EXAMPLE","expires_in":3599}';
    own.observe(entry, String(second), body, undefined, undefined);
  };
  const steps = [
    ['a failure', () => { own.show(anew(), {}); observe(20, true); }, ['Token request 1 failed: ']],
    ['another', () => observe(30, true), ['Token request 2 failed: ']],
    ['everything sent again', () => own.show(anew(), {}), []],
    ['an earlier exchange that comes late', () => observe(10, false), []],
    ['an earlier failure that comes late', () => observe(15, true), ['Token request 2 failed: ']],
    ['everything forgotten', () => own.clear(), []],
    ['a failure afterwards', () => observe(40, true), ['Token request 1 failed: ']],
    ['all forgotten again', () => own.clear(), []],
  ];
  const told = [];
  for (const [what, act, wanted] of steps) {
    act();
    await new Promise((resolve) => setTimeout(resolve, 500));
    told.push({ what, said: globalThis.heard.said.splice(0), wanted });
  }
  return told;
}
