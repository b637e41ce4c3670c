/** axe finds nothing wrong with the panel in any of its states, in either theme. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { scenarios } from '../lab/scenarios.mjs';
import { setTheme, sleep } from './devtools.mjs';
import { open, rested } from './doors.mjs';
import { drive } from './drive.mjs';
import { LOG } from './inputs.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** @param {import('./session.mjs').Session} session @returns {Promise<string[]>} */
export async function checkAccessibility(session) {
  const { panel, devtools } = await session.tab();
  await panel.clear();
  await panel.frame.evaluate(await readFile(AXE, 'utf8'));
  const wrong = await inspect('empty');
  const scenario = scenarios.find(({ id }) => id === 'app-in-testing');
  await drive(session, scenario);
  await panel.frame.waitForSelector(`[role=row][data-number="${scenario.findings.length}"]`, { timeout: 12_000 });
  await panel.explanation(scenario.findings.length);
  wrong.push(...(await inspect('full')));
  await panel.press('paste');
  wrong.push(...(await inspect('paste box')));
  await panel.press('cancel-paste');
  await open(panel, LOG);
  await panel.explanation(1);
  wrong.push(...(await inspect('imported, with a question')));
  await panel.clear();
  await panel.press('sample');
  await rested(panel);
  await panel.explanation(3);
  wrong.push(...(await inspect('sample, with a warning')));
  await panel.clear();
  return wrong;

  async function inspect(state) {
    const found = [];
    for (const theme of ['light', 'dark']) {
      await setTheme(devtools, theme);
      await sleep(300);
      const violations = await panel.frame.evaluate(async () => {
        const { violations } = await globalThis.axe.run(document, { resultTypes: ['violations'] });
        return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes[0].target.join(' ')}`);
      });
      found.push(...violations.map((violation) => `${state}, ${theme}: ${violation}`));
    }
    await setTheme(devtools, 'light');
    return found;
  }
}
