/**
 * The recordings of the leak benchmark, as tests/leaks.rs wrote them: each holds one planted secret, and a code that is
 * redeemed twice. Here each gets a code and a minute of its own, so that many of them can be in one session.
 */
import { existsSync, readFileSync } from 'node:fs';

/** The cause that each recording holds beside its secret, and that must still be told. */
export const DIAGNOSIS = 'code-redeemed-twice';

/** @typedef {{name: string, secret: string, file: string, har: string}} Recording */

/** @param {string} path @returns {Recording[]} */
export function readRecordings(path) {
  if (!existsSync(path)) throw new Error(`There are no recordings in ${path}. ./build.sh leaks makes them.`);
  return JSON.parse(readFileSync(path, 'utf8')).map(({ name, secret, encoded, har }, at) => ({
    name,
    secret,
    // A file may be called what is secret, too.
    file: `${encoded.replace(/[/\\\n]/g, '_').slice(0, 200)}.har`,
    har: har.replaceAll('4/0AEXAMPLE-of-the-diagnosis', `4/0AEXAMPLE-diagnosis-${at}`).replaceAll('T10:00:', `T${minute(at)}:`),
  }));
}

/** How many recordings are explained by what they hold. @param {{findings: {causes: {id: string, standing: string}[]}[]}} report */
export const explained = (report) =>
  report.findings.filter(({ causes }) => causes.some(({ id, standing }) => id === DIAGNOSIS && standing === 'confirmed')).length;

const minute = (at) => [10 + Math.floor(at / 60), at % 60].map((number) => String(number).padStart(2, '0')).join(':');
