/**
 * node tests/bench/run.mjs [--only native,exchange,import,ordinary,start,growth]
 *
 * Measures in Chromium what the extension and the page cost, reads what the native benchmarks found, and prints one table of
 * everything. `./build.sh bench` makes what is needed beforehand. The rows stay in target/bench/table.md, the curves in
 * target/bench/curves.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { launch } from '../e2e/browser.mjs';
import { drive } from '../e2e/drive.mjs';
import { measureFirstPaint } from '../e2e/first-paint.mjs';
import { Session } from '../e2e/session.mjs';
import { scenarios } from '../lab/scenarios.mjs';
import { measureExchange } from './exchange.mjs';
import { measureGrowth } from './growth.mjs';
import { measureImport } from './import.mjs';
import { Isolated } from './isolated.mjs';
import { commandRows, nativeRows } from './native.mjs';
import { measureOrdinary } from './ordinary.mjs';
import { measureModule, measureReady } from './start.mjs';
import { asMarkdown, asText } from './table.mjs';

const HOUSE = resolve(fileURLToPath(import.meta.url), '../../..');
const EXTENSION = `${HOUSE}/dist/chrome`;
const PLACE = `${HOUSE}/target/bench`;
/** The files that build/bench.sh writes, and how many exchanges are in them. */
const SMALL = { path: `${PLACE}/100-MB.har`, size: 100e6, findings: 29 };
const LARGE = { path: `${PLACE}/1-GB.har`, size: 1e9, findings: 290 };
const SIZES = [100, 1_000, 10_000, 100_000];

const { values: options } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = options.only?.split(',');
const parts = { native, exchange, import: imports, ordinary, start, growth };
await mkdir(PLACE, { recursive: true });
const rows = [];
let entry;
for (const [name, part] of Object.entries(parts)) {
  if (wanted && !wanted.includes(name)) continue;
  console.error(`Measuring: ${name} …`);
  rows.push(...(await part().catch(again(part))));
}
await writeFile(`${PLACE}/table.md`, `${asMarkdown(rows)}\n`);
console.log(asText(rows));

/** A browser may die of its own; what is wrong with a part shows again. */
function again(part) {
  return (error) => {
    console.error(`Measuring it once more: ${error.message}`);
    return part();
  };
}

async function native() {
  return [...(await nativeRows(`${HOUSE}/target/criterion`)), ...commandRows(`${HOUSE}/target/release/grantlens`, SMALL, LARGE)];
}

/** The entry of a failed token request as a real session of DevTools has it. */
async function recorded() {
  if (entry) return entry;
  const session = await Session.start(EXTENSION);
  try {
    const scenario = scenarios.find(({ id }) => id === 'grant-revoked');
    const { panel, recorder } = await drive(session, scenario);
    await panel.frame.waitForSelector(`[role=row][data-number="${scenario.findings.length}"]`, { timeout: 12_000 });
    entry = await recorder.evaluate(lastTokenRequest);
    return entry;
  } finally {
    await session.close();
  }
}

/** Runs in the DevTools page. */
async function lastTokenRequest() {
  const { entries } = await new Promise((resolve) => chrome.devtools.network.getHAR(resolve));
  const entry = entries.findLast(({ request, response }) => request.url.endsWith('/token') && request.postData && response.status >= 400);
  const text = await new Promise((resolve) => entry.getContent(resolve));
  const { getContent: _, ...rest } = entry;
  rest.response.content.text = text;
  return JSON.parse(JSON.stringify(rest));
}

/** @template T @param {(browser: import('puppeteer-core').Browser, isolated: Isolated) => Promise<T>} act */
async function inIsolation(act) {
  const isolated = await Isolated.make(EXTENSION);
  const browser = await launch({ extension: isolated.folder, flags: [] });
  try {
    return await act(browser, isolated);
  } finally {
    await browser.close();
    await isolated.remove();
  }
}

async function exchange() {
  const told = await recorded();
  return inIsolation(async (browser, isolated) => measureExchange(await isolated.open(browser), told));
}

async function imports() {
  const [small, large] = await inIsolation(async (browser, isolated) => [
    await measureImport(browser, isolated, SMALL, true),
    await measureImport(browser, isolated, LARGE, false),
  ]);
  const { ours, parse, stream } = small;
  const grown = large.ours;
  return [
    { what: 'Chromium: HAR of 100 MB', ours: ours.rate, unit: 'MB/s', reference: parse.rate, of: 'JSON.parse of its text', target: 'at least 4 times', holds: ours.rate >= 4 * parse.rate },
    { what: 'Chromium: HAR of 100 MB', ours: ours.rate, unit: 'MB/s', reference: stream.rate, of: 'its stream alone' },
    { what: 'Chromium: memory above idle, 100 MB', ours: ours.memory, unit: 'MiB', reference: parse.memory, of: 'JSON.parse of its text', target: 16, holds: ours.memory <= 16 },
    { what: 'Chromium: HAR of 1 GB', ours: grown.rate, unit: 'MB/s', reference: ours.rate, of: '100 MB' },
    { what: 'Chromium: memory above idle, 1 GB', ours: grown.memory, unit: 'MiB', reference: large.stream.memory, of: 'its stream alone', target: 16, holds: grown.memory <= 16 },
  ];
}

async function ordinary() {
  const { own, isLoaded, spent, kept } = await measureOrdinary(EXTENSION);
  const others = Object.entries(spent).filter(([name]) => name !== 'ignores');
  return [
    { what: 'own time for an ordinary request', ours: own.ours, unit: 'µs', reference: own.ignores, of: 'a listener that ignores it', target: 5, holds: own.ours <= 5 },
    { what: 'the module is loaded after 10,000 of them', ours: Number(isLoaded), unit: 'times', target: 0, holds: !isLoaded },
    { what: 'kept after 10,000 of them', ours: kept.Grantlens, unit: 'KiB', reference: kept.ignores, of: 'a listener that ignores them' },
    ...others.map(([name, ours]) => ({ what: `thread time a request: ${name}`, ours, unit: 'µs', reference: spent.ignores, of: 'a listener that ignores it' })),
  ];
}

async function start() {
  const ready = await measureReady(EXTENSION);
  const module = await inIsolation(measureModule);
  const painted = [];
  for (const waiting of [0, 1_000]) {
    const { word, rows: ours } = await measureFirstPaint(EXTENSION, waiting);
    painted.push({ what: `Chromium: panel's first paint, ${waiting.toLocaleString('en')} findings waiting`, ours, unit: 'ms', reference: word, of: 'an empty page of an extension' });
  }
  return [...ready, ...module, ...painted];
}

async function growth() {
  const told = await recorded();
  const curves = await inIsolation((browser, isolated) => measureGrowth(browser, isolated, told, SIZES));
  await writeFile(`${PLACE}/curves.json`, JSON.stringify(curves));
  return Object.entries(curves).flatMap(([act, points]) => {
    const [[, least]] = points;
    const [size, most] = points.at(-1);
    return [{ what: `Chromium: ${act} among ${size.toLocaleString('en')}`, ours: most, unit: 'ms', reference: least, of: `among ${points[0][0]}` }];
  });
}
