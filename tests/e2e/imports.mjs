/** What is imported: through each way in, in the panel and in the page that stands alone. */
import { openAlone } from './alone.mjs';
import { drop, open, paste, pasteIntoBox, pasteInto, rested } from './doors.mjs';
import { CURL, HAR, HTTP, LINE, LOG, PLANTED } from './inputs.mjs';
import { checkFourDoors } from './four-doors.mjs';
import { takeImportScreens } from './import-screens.mjs';
import { judge } from './judge.mjs';
import { findPlanted, findShapes } from './leaks.mjs';
import { checkQuestions, checkWarnings } from './questions.mjs';
import { differences } from './same.mjs';
import { scenarios } from '../lab/scenarios.mjs';
import { drive } from './drive.mjs';

const PATIENCE = 15_000;
const LARGE = 50_000_000;
const RECORDED = scenarios.find(({ id }) => id === 'code-redeemed-twice');

/** @param {{page: string, screens: string}} folders the built page, and where pictures go @param {(report: unknown) => string[]} schema */
export const importChecks = ({ page, screens }, schema) => [
  { id: 'import-in-panel', run: (session) => inPanel(session, schema) },
  { id: 'import-beside-recording', run: besideRecording },
  { id: 'import-alone', run: (session) => alone(session, page, (stage) => everyWayIn(stage.panel, schema)) },
  { id: 'four-doors', run: checkFourDoors },
  { id: 'import-refused', run: (session) => alone(session, page, refused) },
  { id: 'import-large', run: (session) => alone(session, page, large) },
  { id: 'import-lost', run: (session) => alone(session, page, lost) },
  { id: 'import-screens', run: (session) => takeImportScreens(session, screens, page) },
  { id: 'questions', run: (session) => alone(session, page, ({ panel }) => checkQuestions(panel)) },
  { id: 'warnings', run: (session) => alone(session, page, ({ panel }) => checkWarnings(panel)) },
  { id: 'sample', run: (session) => alone(session, page, sample) },
];

async function alone(session, folder, check) {
  const stage = await openAlone(session, folder);
  try {
    const wrong = await check(stage);
    return [...wrong, ...stage.requests.map((url) => `the page asks for ${url}, which is not its own`)];
  } finally {
    await stage.close();
  }
}

async function inPanel(session, schema) {
  const { panel } = await session.tab();
  await panel.clear();
  const wrong = await everyWayIn(panel, schema);
  await panel.clear();
  return wrong;
}

/** Each input by a way of its own, one after the other, each taken out again. */
async function everyWayIn(panel, schema) {
  const ways = [
    ['opened', HAR, open],
    ['dropped', HAR, drop],
    ['opened', CURL, open],
    ['dropped', CURL, drop],
    ['opened', LOG, open],
    ['dropped', LOG, drop],
    ['pasted', HAR, (to, { text }) => paste(to, text)],
    ['pasted', CURL, (to, { text }) => paste(to, text)],
    ['pasted', LOG, (to, { text }) => paste(to, text)],
    ['put into the box', HTTP, (to, { text }) => pasteIntoBox(to, text)],
  ];
  const wrong = [];
  for (const [how, input, way] of ways) {
    const shown = await way(panel, input);
    if (shown === false) wrong.push(`nothing says where to drop ${input.name}`);
    const found = await judgeImport(panel, input, schema);
    wrong.push(...found.map((sentence) => `${input.name}, ${how}: ${sentence}`));
    await panel.press('clear-imported');
    await panel.frame.waitForSelector('[data-part=empty]', { timeout: PATIENCE });
  }
  return wrong;
}

async function judgeImport(panel, input, schema) {
  const rows = await panel.rows();
  const said = await panel.everything();
  const drawn = await panel.everything({ prose: false });
  const text = await panel.export();
  const report = JSON.parse(text);
  const explanations = [];
  for (const { number } of rows) explanations.push(await panel.explanation(number));
  const leaks = [
    ...findPlanted(said, PLANTED).map((leak) => `the page holds ${leak}`),
    ...findShapes(drawn).map((leak) => `the page holds ${leak}`),
    ...[...findPlanted(text, PLANTED), ...findShapes(text)].map((leak) => `the export holds ${leak}`),
  ];
  const unmarked = report.findings.filter(({ origin }) => !origin?.input).map(({ number }) => `#${number} does not say where it comes from`);
  const rowsMarked = await panel.frame.evaluate(() => [...document.querySelectorAll('[data-number]')].every((row) => row.dataset.imported === 'true'));
  return [
    ...judge(input.findings, report.findings),
    ...schema(report),
    ...differences(rows, explanations, report),
    ...leaks,
    ...unmarked,
    ...(rowsMarked ? [] : ['a row is not marked as imported']),
    ...(await panel.faults()).map((fault) => `a fault is shown: ${fault}`),
  ];
}

/** Imported and recorded exchanges share one list and one file; either can be taken out alone. */
async function besideRecording(session) {
  const { panel } = await drive(session, RECORDED);
  const recorded = RECORDED.findings.length;
  const imported = HAR.findings.length;
  const shows = (count) =>
    panel.frame.waitForSelector(`[role=grid][aria-rowcount="${count + 1}"]`, { timeout: PATIENCE }).then(() => [], async () => [`${count} rows were expected, ${await panel.count()} are there`]);
  const wrong = await shows(recorded);
  const before = JSON.parse(await panel.export());
  await open(panel, HAR);
  wrong.push(...(await shows(recorded + imported)));
  const both = JSON.parse(await panel.export());
  const numbers = both.findings.map(({ number }) => number);
  if (numbers.some((number, at) => number !== at + 1)) wrong.push(`the numbers are ${numbers.join(', ')}`);
  if (both.session.source !== 'mixed') wrong.push(`the report says that it comes from ${both.session.source}`);
  const last = both.findings.at(-1);
  const fact = last.causes[0].facts[0];
  if (!fact.text.includes(`#${fact.exchanges[0]} `) && !fact.text.includes(`#${fact.exchanges[0]},`)) wrong.push(`a fact says “${fact.text}” of #${fact.exchanges.join(', #')}`);
  if (fact.exchanges[0] !== before.findings.at(-1).causes[0].facts[0].exchanges[0] + imported) wrong.push('a fact of a recorded exchange was not numbered on');
  const explanation = await panel.explanation(last.number);
  if (explanation.headline !== last.headline) wrong.push('the explanation is another finding’s');
  await panel.press('clear-imported');
  wrong.push(...(await shows(recorded)));
  const after = JSON.parse(await panel.export());
  if (JSON.stringify(after.findings) !== JSON.stringify(before.findings)) wrong.push('after the import was taken out, the recorded findings are others than before');
  await panel.clear();
  return wrong;
}

/** What cannot be read is refused in words; the page goes on. */
async function refused({ panel }) {
  const wrong = [];
  for (const [name, bytes, reason] of [
    ['empty.log', new Uint8Array(), /empty/],
    ['picture.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0]), /binary/],
    ['damaged.har.gz', new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]), /damaged/],
    ['broken.har', '{"log": {"entries": ]}', /line 1/],
    ['bomb.log.gz', await gzip('x\n'.repeat(40 << 20)), /200 times/],
  ]) {
    await open(panel, { name, text: bytes });
    const said = (await panel.faults()).join('\n');
    if (!said.includes(name) || !reason.test(said)) wrong.push(`${name} is refused with “${said}”`);
    await panel.frame.evaluate(() => document.querySelectorAll('[data-part=fault] button').forEach((button) => button.click()));
  }
  await open(panel, { name: 'plain.log', text: 'nothing of interest\n' });
  if (!/plain\.log holds no OAuth exchange/.test(await panel.everything())) wrong.push('an input without an exchange is not said to be one');
  await open(panel, { name: 'recording.har.gz', text: await gzip(HAR.text) });
  // What was read before has rested already, so that rest alone does not tell that this file was read.
  const deadline = Date.now() + 10_000;
  while ((await panel.count()) !== HAR.findings.length && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  if ((await panel.count()) !== HAR.findings.length) wrong.push(`${await panel.count()} exchanges were found in a compressed HAR file`);
  return wrong;
}

async function gzip(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Fifty megabytes of log: the page says how far it is, can be told to stop, and stays quick meanwhile. */
async function large({ page, panel }) {
  const wrong = [];
  await panel.frame.evaluate((line, failure, bytes) => {
    globalThis.largeText = line.repeat(Math.ceil(bytes / line.length)) + failure;
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map(({ duration }) => Math.round(duration)))).observe({ type: 'longtask' });
  }, LINE, LOG.text, LARGE);
  const run = async (act) => {
    await panel.frame.evaluate(() => {
      // The browser has what is pasted before the page hears of it: putting it there is not part of what is measured.
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', globalThis.largeText);
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      globalThis.largePaste = () => event;
    });
    await panel.frame.evaluate(() => { globalThis.longTasks = []; globalThis.steps = []; globalThis.beganAt = performance.now(); });
    await panel.frame.evaluate(watchProgress);
    await panel.frame.evaluate(() => document.body.dispatchEvent(globalThis.largePaste()));
    await act?.();
    await rested(panel, 8 * PATIENCE);
    return panel.frame.evaluate(() => ({ longTasks: globalThis.longTasks, steps: globalThis.steps, took: performance.now() - globalThis.beganAt }));
  };
  const whole = await run();
  const rows = await panel.rows();
  console.log(`       50 MB of pasted log: read in ${(whole.took / 1000).toFixed(1)} s, ${whole.steps.length} steps of progress, tasks over 50 ms on the main thread: ${whole.longTasks.join(', ') || 'none'}`);
  if (whole.steps.length < 2) wrong.push(`progress was shown at ${whole.steps.length} steps`);
  if (whole.steps.some((step, at) => at > 0 && step < whole.steps[at - 1])) wrong.push(`progress went back: ${whole.steps.join(' ')}`);
  if (rows.length !== 1 || rows[0].outcome !== 'failed') wrong.push(`${rows.length} rows were found in the log`);
  await panel.press('clear-imported');

  const stopped = await run(() => panel.press('stop'));
  const note = await panel.frame.evaluate(() => document.querySelector('[data-note^=input-stopped]')?.textContent ?? '');
  if (!/stopped after .* of 5\d\.\d MB/.test(note)) wrong.push(`after Stop the page says “${note}”`);
  if ((await panel.count()) !== 0) wrong.push('after Stop the end of the log was read');
  if (stopped.steps.length === 0) wrong.push('no progress was shown before Stop');
  await page.evaluate(() => { globalThis.largeText = ''; });
  return wrong;
}

/** Runs in the page: keeps every value that the progress bar takes. */
function watchProgress() {
  const look = () => {
    const value = document.querySelector('[data-part=reading] progress')?.value;
    if (value !== undefined && value !== globalThis.steps.at(-1)) globalThis.steps.push(value);
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['value'] });
}

/** The worker traps while two inputs wait: what it had found stays, and what waited is read by another one. */
async function lost({ page, panel }) {
  await open(panel, HAR);
  const [worker] = page.workers();
  await worker.evaluate(async () => {
    const { Importer } = await import(new URL('grantlens.js', location.href).href);
    Importer.prototype.end = () => { throw new WebAssembly.RuntimeError('unreachable'); };
  });
  await panel.frame.evaluate((trap, files) => {
    const transfer = new DataTransfer();
    for (const [name, text] of [[trap, ''], ...files]) transfer.items.add(new File([text], name));
    const input = document.querySelector('[data-part=files]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, 'trap.log', [[LOG.name, LOG.text], ['again.http', HTTP.text]]);
  await panel.frame.waitForSelector('[data-part=fault]', { timeout: PATIENCE });
  const wrong = [];
  const [said] = await panel.faults();
  if (!/^trap\.log: .*was started again/.test(said)) wrong.push(`the lost reader is told of as “${said}”`);
  const all = HAR.findings.length + LOG.findings.length + HTTP.findings.length;
  await panel.frame.waitForFunction((count) => document.querySelectorAll('[role=row][data-number]').length >= count, { timeout: PATIENCE, polling: 50 }, all).catch(() => {});
  const numbers = (await panel.rows()).map(({ number }) => number);
  if (numbers.join() !== Array.from({ length: all }, (_, at) => at + 1).join()) wrong.push(`after a new reader the numbers are ${numbers.join(', ')}, of ${all}`);
  return wrong;
}

/** The built-in sample is marked as one, explains itself, and can be removed. */
async function sample({ panel }) {
  await panel.press('sample');
  await rested(panel);
  const wrong = [];
  const bar = await panel.frame.evaluate(() => document.querySelector('[data-part=imported]').dataset.sample);
  if (bar !== 'true') wrong.push('the sample is not marked as one');
  const rows = await panel.rows();
  if (rows.at(-1)?.cause !== 'code-redeemed-twice' || rows.at(-1)?.standing !== 'confirmed') wrong.push(`the sample’s last exchange is ${rows.at(-1)?.standing} ${rows.at(-1)?.cause}`);
  const report = JSON.parse(await panel.export());
  if (report.findings.some(({ origin }) => origin?.input !== 'Sample')) wrong.push('the export does not mark the sample');
  await panel.press('clear-imported');
  await panel.frame.waitForSelector('[data-part=empty]', { timeout: PATIENCE });
  return wrong;
}
