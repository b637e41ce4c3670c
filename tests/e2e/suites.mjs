/** What is run under which name: everything that guards the project, and the suites that take minutes and print figures. */
import { scenarios } from '../lab/scenarios.mjs';
import { detailChecks } from './detail.mjs';
import { extraChecks } from './extra.mjs';
import { longFaults } from './faults.mjs';
import { importChecks } from './imports.mjs';
import { installedFaults } from './installed.mjs';
import { leakChecks } from './leak-benchmark.mjs';
import { loadChecks } from './load.mjs';
import { takePictures } from './pictures.mjs';
import { runScenario } from './scenario.mjs';

/** Faults of the ordinary suite: the browser takes evidence away, tells twice or not at all, and parts of the extension stop. */
const FAULTS = [
  'wasm-trap', 'stack-overflow', 'import-lost', 'navigation-storm', 'twenty-at-once', 'two-windows', 'hidden-panel', 'keep-log',
  'cleared-stays-cleared', 'never-read', 'cut-off', 'no-answer', 'refused-by-cors', 'dead-port', 'first-load', 'double-render',
];

/**
 * @param {{extension: string, page: string, screens: string, recordings: string, scale: number, house: string}} options
 * @param {(report: unknown) => string[]} schema
 */
export function suites(options, schema) {
  const ordinary = [
    ...scenarios.map((scenario) => ({ id: scenario.id, scenario, run: (session) => runScenario(session, scenario, schema) })),
    ...extraChecks(options),
    ...detailChecks(options),
    ...importChecks(options, schema),
    { id: 'pictures', run: (session) => takePictures(session, options.house) },
  ];
  const faults = FAULTS.map((id) => ordinary.find((each) => each.id === id));
  return { ordinary, leaks: leakChecks(options), faults: [...faults, ...longFaults, ...installedFaults(options)], load: loadChecks(options) };
}
