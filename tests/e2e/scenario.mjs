/** Runs one scenario from its button to the exported file, and says everything that is wrong. */
import { drive } from './drive.mjs';
import { sleep } from './devtools.mjs';
import { judge } from './judge.mjs';
import { findLeaks, findPlanted, findShapes } from './leaks.mjs';
import { differences } from './same.mjs';

/** How long the panel may take to show what the scenario expects. The slowest is an answer that nobody reads. */
const PATIENCE = 12_000;
/** How long the list must stay as it is before it counts as final. */
const CALM = 400;

/** A race is run so often until the side wins of which the findings are told: on a loaded machine it may lose. */
const RACES = 4;

/**
 * @param {import('./session.mjs').Session} session
 * @param {import('../lab/scenarios.mjs').Scenario} scenario
 * @param {(report: unknown) => string[]} schema
 * @returns {Promise<string[]>} what is wrong
 */
export async function runScenario(session, scenario, schema) {
  for (let left = scenario.isRace ? RACES : 1; ; left -= 1) {
    const wrong = await runOnce(session, scenario, schema);
    if (wrong.length === 0 || left === 1) return wrong;
  }
}

async function runOnce(session, scenario, schema) {
  const stage = await drive(session, scenario);
  try {
    const rows = await settle(stage.panel, scenario.findings);
    const check = scenario.findings.length === 0 ? checkEmpty(stage, rows) : checkFull(stage, scenario, schema, session.lab.world.planted);
    const wrong = await check;
    // The pages of the causes show invented requests of their own, so shapes are looked for in the rest.
    const planted = findPlanted(await stage.panel.everything(), session.lab.world.planted);
    const shaped = findShapes(await stage.panel.everything({ prose: false }));
    const leaks = [...planted, ...shaped].map((leak) => `the panel holds ${leak}`);
    const faults = (await stage.panel.faults()).map((fault) => `the panel reports a fault: ${fault}`);
    return [...wrong, ...leaks, ...faults];
  } finally {
    await stage.leave();
  }
}

async function checkFull({ panel }, scenario, schema, planted) {
  const text = await panel.export();
  const report = JSON.parse(text);
  const rows = await panel.rows();
  const explanations = [];
  for (const { number } of rows) explanations.push(await panel.explanation(number));
  return [
    ...judge(scenario.findings, report.findings),
    ...explanations.flatMap(unhelpful),
    ...schema(report),
    ...differences(rows, explanations, report),
    ...findLeaks(text, planted).map((leak) => `the export holds ${leak}`),
  ];
}

/** DevTools came too late: the panel says so, and its button reloads the page. */
async function checkEmpty({ page, panel }, rows) {
  const wrong = rows.length === 0 ? [] : [`no row was expected, ${rows.length} are there`];
  if (!(await panel.note('opened-late'))) wrong.push('the panel does not say that DevTools was opened late');
  await page.evaluate(() => { document.documentElement.dataset.before = 'reload'; });
  await panel.press('reload');
  await page.waitForFunction(() => document.documentElement.dataset.page === 'ready' && !document.documentElement.dataset.before, { timeout: PATIENCE });
  return wrong;
}

/** A cause that is named and not explained helps nobody. */
function unhelpful({ number, causes, prose }) {
  if (!causes.some(({ standing }) => standing !== 'ruled-out')) return [];
  return Object.entries(prose).filter(([, count]) => count === 0).map(([part]) => `#${number} names a cause and has no ${part}`);
}

/** Waits until the list is what is expected and stays so, or until patience ends: then it is judged as it is. */
async function settle(panel, expected) {
  const end = Date.now() + PATIENCE;
  let calmSince = null;
  let before = '';
  for (;;) {
    const rows = await panel.rows();
    const now = JSON.stringify(rows);
    if (now !== before || !looksRight(rows, expected)) calmSince = null;
    else calmSince ??= Date.now();
    if (Date.now() > end || (calmSince !== null && Date.now() - calmSince >= CALM)) return rows;
    before = now;
    await sleep(80);
  }
}

const looksRight = (rows, expected) =>
  rows.length === expected.length &&
  expected.every(({ kind, outcome, cause, standing }, at) => {
    const row = rows[at];
    const matches = (wanted, actual) => wanted === undefined || wanted === actual;
    return row.kind === kind && matches(outcome, row.outcome) && matches(cause, row.cause) && matches(standing, row.standing);
  });
