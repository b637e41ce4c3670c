/** Validates an exported report against the schema that is generated from the report's types. */
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';

/**
 * @param {string} path
 * @returns {(report: unknown) => string[]} what is wrong with a report, in sentences
 */
export function loadSchema(path) {
  // Formats such as `uint32` are notes of the generator; the ranges are written out beside them.
  const validate = new Ajv({ allErrors: true, validateFormats: false }).compile(JSON.parse(readFileSync(path, 'utf8')));
  return (report) =>
    validate(report) ? [] : validate.errors.slice(0, 5).map(({ instancePath, message }) => `the export breaks its schema at ${instancePath || '/'}: ${message}`);
}
