/** How long ago an exchange was stands beside its time, and stays true while one reads. */
import { scenarios } from '../lab/scenarios.mjs';
import { drive } from './drive.mjs';

const PATIENCE = 12_000;
const ONE = scenarios.find(({ id }) => id === 'verifier-mismatch');
const LATER_MS = 3 * 60_000 + 5_000;

/** @param {import('./session.mjs').Session} session @returns {Promise<string[]>} */
export async function checkAge(session) {
  const { panel } = await session.tab();
  const { frame } = panel;
  await frame.evaluate(hurry);
  try {
    await drive(session, ONE);
    const last = ONE.findings.length;
    await frame.waitForSelector(`[role=row][data-number="${last}"]`, { timeout: PATIENCE });
    await panel.explanation(last);
    const age = () => frame.evaluate(() => document.querySelector('.identity [data-part=age]')?.textContent ?? null);
    const wrong = [];
    if (await age() !== 'less than a minute ago') wrong.push(`of an exchange of this minute is said: ${await age()}`);

    await frame.evaluate((later) => {
      globalThis.drawn = document.querySelector('[data-finding]');
      globalThis.clock.ahead = later;
    }, LATER_MS);
    await frame
      .waitForFunction(() => document.querySelector('.identity [data-part=age]').textContent === '3 minutes ago', { timeout: 3_000, polling: 50 })
      .catch(async () => wrong.push(`three minutes later is said: ${await age()}`));
    if (!await frame.evaluate(() => globalThis.drawn.isConnected)) wrong.push('the explanation was drawn again for it');

    const title = (number) => frame.evaluate((wanted) => document.querySelector(`[data-number="${wanted}"] [data-column=time] span:has(> .milliseconds)`)?.title, number);
    await frame.hover(`[data-number="${last}"] [data-column=time] span:has(> .milliseconds)`);
    const said = await title(last);
    if (!/^(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3}, 3 minutes ago(, .* after exchange \d+)?$/.test(said)) wrong.push(`the time of a row says “${said}”`);
    return wrong;
  } finally {
    await frame.evaluate(() => globalThis.clock.stop());
  }
}

/** Runs in the panel: its clock can be put forward, and its minutes last a twentieth of a second. */
function hurry() {
  const { Date: time, setTimeout: wait } = globalThis;
  const clock = { ahead: 0 };
  globalThis.Date = class extends time {
    constructor(...given) {
      super(...(given.length > 0 ? given : [time.now() + clock.ahead]));
    }
    static now() {
      return time.now() + clock.ahead;
    }
  };
  globalThis.setTimeout = (act, delay, ...given) => wait(act, delay === 60_000 ? 50 : delay, ...given);
  clock.stop = () => Object.assign(globalThis, { Date: time, setTimeout: wait });
  globalThis.clock = clock;
}
