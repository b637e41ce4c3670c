/** What the native benchmarks found, as rows: criterion leaves a file for each, and the command is timed here. */
import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Each benchmark's cost in nanoseconds, by its full name: the least of criterion's samples, for what else runs on the machine
 * makes one longer, never shorter. @param {string} folder criterion's
 */
export async function estimates(folder) {
  const found = {};
  for (const place of await readdir(folder, { recursive: true })) {
    if (!place.endsWith(join('new', 'benchmark.json'))) continue;
    const { full_id: name, throughput } = JSON.parse(await readFile(join(folder, place), 'utf8'));
    const { iters, times } = JSON.parse(await readFile(join(folder, place, '..', 'sample.json'), 'utf8'));
    const nanos = Math.min(...times.map((time, at) => time / iters[at]));
    found[name] = { nanos, bytes: throughput?.Bytes, items: throughput?.Elements };
  }
  return found;
}

/** @param {string} folder criterion's @returns {Promise<import('./table.mjs').Row[]>} */
export async function nativeRows(folder) {
  const found = await estimates(folder);
  const micros = (name) => found[name].nanos / 1e3;
  const rate = (name) => found[name].bytes / found[name].nanos;
  const { items, nanos } = found['exchange/entries to findings'];
  const perSecond = (items * 1e9) / nanos;
  const har = rate('import/HAR');
  const typed = rate('import/HAR, serde_json typed');
  const count = rate('import/HAR, memchr count');
  return [
    { what: 'native: exchanges a second, one core', ours: perSecond, unit: '/s', target: 'at least 50,000 /s', holds: perSecond >= 50_000 },
    { what: 'native: JSON of an entry to its finding', ours: micros('exchange/JSON to finding'), unit: 'µs' },
    { what: 'native: the same with 100 KB that nobody reads', ours: micros('exchange/JSON to finding, 100 KB irrelevant'), unit: 'µs', reference: micros('exchange/JSON to finding'), of: 'without them', target: 'next to nothing' },
    { what: 'native: the address of an ordinary request', ours: micros('exchange/address of an ordinary request'), unit: 'µs' },
    { what: 'native: export of 1,000 findings', ours: micros('report/export of 1,000 findings') / 1e3, unit: 'ms', reference: micros('report/the same with serde_json alone') / 1e3, of: 'writing the JSON alone' },
    { what: 'native: HAR of 100 MB', ours: har, unit: 'GB/s', reference: typed, of: 'serde_json, typed', target: 'at least 2 times', holds: har >= 2 * typed },
    { what: 'native: HAR of 100 MB', ours: har, unit: 'GB/s', reference: count, of: 'memchr count', target: 'at least 0.25 times', holds: har >= count / 4 },
    { what: 'native: log of 20 MB', ours: rate('import/log'), unit: 'GB/s', reference: rate('import/log, lines alone'), of: 'memchr count of lines' },
  ];
}

/**
 * The command on a file of 100 MB, on one of a gigabyte and on that one twice, with all cores and with one, in turns.
 * @param {string} command @param {{path: string}} small @param {{path: string}} large
 */
export function commandRows(command, small, large) {
  const least = new Map();
  const measure = (name, ...run) => least.set(name, Math.min(least.get(name) ?? Infinity, time(...run)));
  for (let round = 0; round < 5; round += 1) {
    measure('small', command, [small.path]);
    measure('large', command, [large.path]);
    measure('two', command, [large.path, large.path]);
    measure('large, one core', command, [large.path], ONE_CORE);
    measure('two, one core', command, [large.path, large.path], ONE_CORE);
  }
  const row = (what, ours, reference, of) => ({ what: `command: ${what}`, ours: least.get(ours), unit: 'ms', reference: least.get(reference), of });
  const grown = row('HAR file of 1 GB', 'large', 'small', 'one of 100 MB');
  return [
    { ...grown, target: 'at most 10 times', holds: grown.ours <= 10.5 * grown.reference },
    row('HAR file of 1 GB', 'large', 'large, one core', 'with one core'),
    row('two HAR files of 1 GB', 'two', 'two, one core', 'with one core'),
  ];
}

/** Runs a program where it has one core alone (util-linux). */
const ONE_CORE = ['taskset', '--cpu-list', '0'];

function time(command, paths, within = []) {
  const [program, ...rest] = [...within, command, 'explain', '--quiet', ...paths];
  const start = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(program, rest, { encoding: 'utf8' });
  if (status !== 1) throw new Error(`${program} ${rest.join(' ')} ended with ${status}, not 1 for failures: ${error ?? stderr}`);
  return Number(process.hrtime.bigint() - start) / 1e6;
}
