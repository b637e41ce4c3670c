/**
 * The leak benchmark in the browser: the same 184 recordings as tests/leaks.rs, read from files in the panel and sent live by a
 * page. A line a sink says how many of the planted secrets survive in it.
 */
import { openAll } from './doors.mjs';
import { inspectorOf, memories } from './heap.mjs';
import { WINDOW_IN_MEMORY, survivors } from './leaks.mjs';
import { replay } from './mirror.mjs';
import { explained, readRecordings } from './planted.mjs';
import { exportAll, stored, visitAll } from './sinks.mjs';

const PATIENCE = 60_000;

/** @param {{recordings: string}} options where tests/leaks.rs wrote the recordings */
export const leakChecks = ({ recordings }) => [
  { id: 'leaks-imported', run: (session) => imported(session, readRecordings(recordings)) },
  { id: 'leaks-live', run: (session) => live(session, readRecordings(recordings)) },
];

async function imported(session, recordings) {
  const tab = await session.tab();
  await tab.panel.clear();
  const bench = await Bench.begin('imported', session, tab, recordings);
  await openAll(tab.panel, recordings.map(({ file, har }) => ({ name: file, text: har })), PATIENCE);
  await bench.judgeAll();
  return bench.wrong;
}

async function live(session, recordings) {
  const tab = await session.tab();
  await tab.panel.clear();
  const bench = await Bench.begin('live', session, tab, recordings);
  const wire = await replay(session, tab, recordings);
  const lost = recordings.filter(({ secret }, at) => survivors([wire[at]], [secret]).length === 0).map(({ name }) => name);
  console.log(`live input ${recordings.length - lost.length}/${recordings.length}`);
  if (lost.length > 0) bench.wrong.push(`not sent over the wire: ${lost.join('; ')}`);
  await bench.judgeAll();
  return bench.wrong;
}

class Bench {
  wrong = [];

  /** What the pages say to the console, and what files are to be called, is kept from here on. */
  static async begin(how, session, tab, recordings) {
    const bench = new Bench();
    Object.assign(bench, { how, session, ...tab, recordings, secrets: recordings.map(({ secret }) => secret), said: [] });
    bench.rooms = { panel: await inspectorOf(tab.panel.frame), 'DevTools page': await inspectorOf(tab.recorder) };
    for (const client of Object.values(bench.rooms)) await bench.#overhear(client);
    session.downloads.names.length = 0;
    return bench;
  }

  async #overhear(client) {
    const hear = (event) => this.said.push(JSON.stringify(event));
    for (const event of ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded']) client.on(event, hear);
    await client.send('Runtime.enable');
    await client.send('Log.enable');
  }

  async judgeAll() {
    const { panel, recorder, session } = this;
    const seen = await visitAll(panel);
    const files = await exportAll(panel);
    const told = explained(JSON.parse(files.json));
    console.log(`${this.how} diagnosis from json ${told}/${this.secrets.length}`);
    if (told !== this.secrets.length) this.wrong.push(`the export explains ${told} of ${this.secrets.length} recordings`);
    this.#judge('json', [files.json]);
    this.#judge('markdown', [files.markdown]);
    this.#judge('har', [files.har]);
    this.#judge('file names', session.downloads.names);
    this.#judge('clipboard', seen.clipboard);
    this.#judge('dom text', seen.text);
    this.#judge('dom attributes', seen.attributes);
    this.#judge('storage', [...(await panel.frame.evaluate(stored)), ...(await recorder.evaluate(stored))]);
    await this.#judgeMemory('memory');
    await panel.clear();
    await this.#judgeMemory('memory after clear');
    this.#judge('console', this.said);
  }

  async #judgeMemory(sink) {
    const all = [];
    for (const client of await this.#inspectors()) all.push(...(await memories(client)));
    const size = all.reduce((sum, text) => sum + text.length, 0);
    if (all.length === 0) this.wrong.push(`${sink}: no module is there`);
    // Of UTF-16 the second byte is zero.
    this.#judge(sink, all.flatMap((text) => [text, text.replaceAll('\0', '')]), WINDOW_IN_MEMORY);
    console.log(`       ${this.how}, ${sink}: ${all.length} modules, ${(size / 1e6).toFixed(1)} MB that are not zero`);
  }

  async #inspectors() {
    const workers = await Promise.all(this.panel.frame.page().workers().map(async (worker) => worker.client));
    return [...Object.values(this.rooms), ...workers];
  }

  /** Prints the line of a sink. @param {string} sink @param {string[]} texts @param {number} [length] so many characters are a leak */
  #judge(sink, texts, length) {
    const left = survivors([texts.join('\n')], this.secrets, length);
    console.log(`${this.how} ${sink} ${left.length}/${this.secrets.length}`);
    if (texts.length === 0 && !['console', 'storage'].includes(sink)) this.wrong.push(`${sink}: nothing was there to look at`);
    if (left.length > 0) this.wrong.push(`${this.how}, ${sink}: ${left.map((at) => this.recordings[at].name).join('; ')}`);
  }
}
