/**
 * How fast Chromium reads a HAR file with the panel's own importer, and how much memory it takes, against what a page would
 * do otherwise: JSON.parse of the whole text, and the file's stream with nothing done to it.
 */
import { readFile, readdir } from 'node:fs/promises';
import { sleep } from '../e2e/devtools.mjs';

/** Of the even ones the fastest counts, of the odd ones the one that takes the least memory. */
const ROUNDS = 6;

/**
 * @param {import('puppeteer-core').Browser} browser @param {import('./isolated.mjs').Isolated} isolated
 * @param {{path: string, size: number, findings: number}} file @param {boolean} isParsed whether the text is parsed, too
 */
export async function measureImport(browser, isolated, { path, size, findings }, isParsed) {
  const ways = isParsed ? { ours, parse, stream } : { ours, stream };
  const found = Object.fromEntries(Object.keys(ways).map((name) => [name, { rate: 0, memory: Infinity }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    // Whoever reads what processes hold takes the processor from them, so time and memory have rounds of their own.
    const isTimed = round % 2 === 0;
    for (const [name, way] of Object.entries(ways)) {
      const page = await isolated.open(browser);
      const input = await page.$('input[type=file]');
      await input.uploadFile(path);
      await page.evaluate(warm);
      await sleep(500);
      const idle = await held();
      const watch = isTimed ? undefined : peak();
      const { millis, count } = await page.evaluate(way);
      const most = await watch?.stop();
      if (count !== undefined && count !== findings) throw new Error(`The importer found ${count} exchanges in ${path}, not ${findings}.`);
      if (isTimed) found[name].rate = Math.max(found[name].rate, size / 1e3 / millis);
      else found[name].memory = Math.min(found[name].memory, (most - idle) / 1024);
      await page.close();
    }
  }
  return found;
}

/** Runs in the page: the worker and its module are there before anything is measured. */
async function warm() {
  const { Imports } = await import('./imports.js');
  const imports = new Imports();
  globalThis.imports = imports;
  const rested = new Promise((resolve) => {
    const receiveImported = ({ keep, findings }) => { globalThis.count = keep + findings.length; };
    imports.viewer = { reading() {}, receiveImported, settle() {}, fault(text) { throw new Error(text); }, rested: resolve };
  });
  imports.sample();
  await rested;
}

/** Runs in the page. */
async function ours() {
  const [file] = document.querySelector('input').files;
  const before = globalThis.count;
  const start = performance.now();
  const rested = new Promise((resolve) => { globalThis.imports.viewer.rested = resolve; });
  globalThis.imports.open([file]);
  await rested;
  return { millis: performance.now() - start, count: globalThis.count - before };
}

/** Runs in the page. */
async function parse() {
  const [file] = document.querySelector('input').files;
  const start = performance.now();
  const { length } = JSON.parse(await file.text()).log.entries;
  return { millis: performance.now() - start, entries: length };
}

/** Runs in the page. */
async function stream() {
  const [file] = document.querySelector('input').files;
  const start = performance.now();
  let length = 0;
  const reader = file.stream().getReader({ mode: 'byob' });
  let buffer = new ArrayBuffer(1 << 20);
  for (;;) {
    const { done, value } = await reader.read(new Uint8Array(buffer));
    if (done) break;
    length += value.length;
    buffer = value.buffer;
  }
  return { millis: performance.now() - start, length };
}

/** The memory that Chromium's renderers hold apart from files and program text, in KiB. */
async function held() {
  let sum = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const [command, status] = await Promise.all(['cmdline', 'status'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')));
    if (!command.includes('--type=renderer')) continue;
    for (const [, size] of status.matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm)) sum += Number(size);
  }
  return sum;
}

function peak() {
  let most = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      most = Math.max(most, await held());
      await sleep(20);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await watching;
      return most;
    },
  };
}
