/**
 * Screen and export are one document: every row and every explanation must say what the file says, no more and no less.
 */
import assert from 'node:assert/strict';

/**
 * @param {import('./panel.mjs').Row[]} rows
 * @param {Awaited<ReturnType<import('./panel.mjs').Panel['explanation']>>[]} explanations one for each row, in order
 * @param {any} report the exported report
 * @returns {string[]} the differences, in sentences
 */
export function differences(rows, explanations, report) {
  const found = [];
  const compare = (what, screen, file) => {
    try {
      assert.deepEqual(screen, file);
    } catch {
      found.push(`${what}: the screen has ${brief(screen)}, the export has ${brief(file)}`);
    }
  };
  compare('numbers', rows.map(({ number }) => number), report.findings.map(({ number }) => number));
  report.findings.forEach((finding, at) => {
    if (rows[at]) compare(`row ${finding.number}`, fromRow(rows[at], finding), toRow(finding));
    if (explanations[at]) comparePieces(finding, explanations[at], compare);
    if (explanations[at]) compare(`explanation ${finding.number}, flow`, explanations[at].flow, toFlow(finding, report));
  });
  return found;
}

/** The exchanges of a finding's flow, each with the fingerprints of what is issued or sent there. */
function toFlow({ flow }, { findings }) {
  const members = findings.filter((other) => other.flow === flow);
  if (members.length < 2) return [];
  const links = members.flatMap(({ number, links: own }) => own.map(({ from, fingerprint }) => ({ from, to: number, fingerprint })));
  return members.map(({ number }) => {
    const here = links.filter(({ from, to }) => from === number || to === number);
    return { number, credentials: [...new Set(here.map(({ fingerprint }) => fingerprint))].sort() };
  });
}

const fromRow = ({ number, kind, outcome, standing, cause, cells }, finding) => ({
  number, kind, outcome, standing, cause,
  grant: cells.grant, status: cells.status, error: cells.error,
  headline: cells.headline.endsWith(finding.headline) ? finding.headline : cells.headline,
});

const toRow = (finding) => ({
  number: finding.number,
  kind: finding.kind,
  outcome: finding.outcome,
  standing: finding.standing ?? null,
  cause: finding.causes.find(({ standing }) => standing !== 'ruled-out')?.id ?? null,
  grant: finding.grant ?? '',
  status: finding.answer.status?.toString() ?? '',
  error: finding.answer.error ?? '',
  headline: finding.headline,
});

function comparePieces(finding, shown, compare) {
  const what = `explanation ${finding.number}`;
  compare(`${what}, headline`, shown.headline, finding.headline);
  compare(
    `${what}, causes`,
    shown.causes,
    finding.causes.map(({ id, standing, facts }) => ({ id, standing, facts: facts.map(({ text }) => text) })),
  );
  compare(`${what}, parameters`, shown.parameters, finding.request.parameters.map(toParameter));
  compare(`${what}, members of the answer`, shown.members, withErrorParts(finding.answer).map(toParameter));
  if (finding.answer.body_note) compare(`${what}, note on the body`, shown.bodyNote, finding.answer.body_note);
}

/** The error's parts are drawn as members even where the answer was no document. */
function withErrorParts(answer) {
  const parts = { error: answer.error, error_description: answer.description, error_subtype: answer.subtype };
  const missing = Object.entries(parts)
    .filter(([name, value]) => value && !answer.members.some((member) => member.name === name))
    .map(([name, shown]) => ({ name, place: 'body', shown, annotations: [] }));
  return [...missing, ...answer.members];
}

const toParameter = ({ name, place, shown, annotations, kind = null, fingerprint = null }) => ({
  name, place, shown,
  marks: marked(shown, annotations),
  annotations: annotations.map(({ text }) => text),
  kind, fingerprint,
});

/** The characters that some annotation is about; one without a range is about all of them. */
const marked = (shown, annotations) =>
  [...shown].filter((_, at) => annotations.some(({ range }) => !range || (at >= range.start && at < range.end))).join('');

const brief = (value) => {
  const text = JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
};
