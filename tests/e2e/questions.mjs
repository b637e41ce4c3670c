/** Warnings and questions: they are drawn as the report has them, and an answer changes what is drawn and exported. */
import { open, rested } from './doors.mjs';
import { HTTP } from './inputs.mjs';

const PATIENCE = 10_000;

/** @param {import('./panel.mjs').Panel} panel @returns {Promise<string[]>} */
export async function checkQuestions(panel) {
  const wrong = [];
  await open(panel, HTTP);
  await panel.explanation(1);
  const before = await finding(panel, 1);
  const question = before.next_question;
  if (!question) return ['the exchange asks nothing, so that nothing can be answered'];
  const drawn = await read(panel);
  if (drawn.question !== question.text) wrong.push(`the question is drawn as “${drawn.question}”, the export has “${question.text}”`);
  if (drawn.meanings[0] !== question.yes || drawn.meanings[1] !== question.no) wrong.push(`what the answers mean is drawn as “${drawn.meanings.join('” and “')}”`);

  await answer(panel, 'yes');
  await panel.frame.waitForSelector('[data-statement]', { timeout: PATIENCE });
  const after = await finding(panel, 1);
  if (after.statements.length !== 1 || after.statements[0].cause !== question.cause || !after.statements[0].yes) {
    wrong.push(`after Yes the export states ${JSON.stringify(after.statements)}`);
  }
  const standing = ({ causes }) => causes.find(({ id }) => id === question.cause)?.standing;
  if (JSON.stringify(after.causes) === JSON.stringify(before.causes)) wrong.push(`the answer moved nothing; ${question.cause} is still ${standing(after)}`);

  await panel.frame.evaluate(() => document.querySelector('[data-statement] button').click());
  await panel.frame.waitForFunction(() => /\bNo\b/.test(document.querySelector('[data-statement] strong')?.textContent ?? ''), { timeout: PATIENCE });
  if ((await finding(panel, 1)).statements[0].yes) wrong.push('the answer could not be changed to no');

  if (await panel.frame.$('[data-part=question]:not([hidden])')) {
    await answer(panel, 'skip');
    await panel.frame.waitForFunction(() => !document.querySelector('[data-part=question]:not([hidden])'), { timeout: PATIENCE });
  }
  await panel.press('clear-imported');
  return wrong;
}

/** @param {import('./panel.mjs').Panel} panel @returns {Promise<string[]>} */
export async function checkWarnings(panel) {
  const wrong = [];
  await panel.press('sample');
  await rested(panel);
  const report = JSON.parse(await panel.export());
  const warned = report.findings.filter(({ warnings }) => warnings.length > 0);
  if (warned.length === 0) return ['the sample warns of nothing'];
  for (const { number, warnings, outcome } of warned) {
    await panel.explanation(number);
    const texts = await panel.frame.evaluate(() => [...document.querySelectorAll('[data-part=warning]')].map((each) => each.textContent));
    if (texts.join('|') !== warnings.map(({ text }) => text).join('|')) wrong.push(`#${number} draws the warnings “${texts.join('”, “')}”`);
    const place = await panel.frame.evaluate(() => {
      const answerEnds = document.querySelector('[data-part=answer]').getBoundingClientRect().bottom;
      return document.querySelector('[data-part=warnings]').getBoundingClientRect().top >= answerEnds;
    });
    if (!place) wrong.push(`#${number} warns above its answer`);
    const marks = await panel.frame.evaluate((wanted) => document.querySelectorAll(`[data-number="${wanted}"] .warned`).length, number);
    if (marks !== 1) wrong.push(`the row of #${number} has ${marks} marks of a warning`);
    if (outcome === 'failed') wrong.push(`#${number} failed, and the sample has its warnings elsewhere`);
  }
  await panel.press('clear-imported');
  return wrong;
}

const finding = async (panel, number) => JSON.parse(await panel.export()).findings.find((each) => each.number === number);

const answer = (panel, which) => panel.frame.evaluate((wanted) => document.querySelector(`[data-part=question] [data-answer=${wanted}]`).click(), which);

const read = (panel) =>
  panel.frame.evaluate(() => {
    const section = document.querySelector('[data-part=question]');
    return { question: section.querySelector('h3 + p').textContent, meanings: [...section.querySelectorAll('.answers p')].map((each) => each.textContent) };
  });
