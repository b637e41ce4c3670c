/** One table of all figures, as text for the terminal and as Markdown. */

/**
 * @typedef {object} Row
 * @property {string} what
 * @property {number} ours
 * @property {string} unit
 * @property {number} [reference] in the same unit
 * @property {string} [of] what the reference is
 * @property {string | number} [target]
 * @property {boolean} [holds] whether the target is met
 */

const HEADINGS = ['what', 'ours', 'reference', 'ratio', 'target', 'met'];

/** @param {Row} row */
function cells({ what, ours, unit, reference, of, target, holds }) {
  const beside = reference === undefined ? '' : `${number(reference)} ${unit}, ${of}`;
  const ratio = reference ? number(ours / reference) : '';
  const wanted = typeof target === 'number' ? `at most ${target} ${unit}` : (target ?? '');
  return [what, `${number(ours)} ${unit}`, beside, ratio, wanted, holds === undefined ? '' : holds ? 'yes' : 'no'];
}

/** Three digits that count. */
function number(value) {
  if (value === 0) return '0';
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return Number(value.toFixed(Math.min(digits, 6))).toLocaleString('en', { maximumFractionDigits: 6 });
}

/** @param {Row[]} rows */
export function asText(rows) {
  const lines = [HEADINGS, ...rows.map(cells)];
  const widths = HEADINGS.map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  return lines.map((line) => line.map((cell, at) => cell.padEnd(widths[at])).join('  ').trimEnd()).join('\n');
}

/** @param {Row[]} rows */
export const asMarkdown = (rows) =>
  [HEADINGS, HEADINGS.map(() => '---'), ...rows.map(cells)].map((line) => `| ${line.join(' | ')} |`).join('\n');
