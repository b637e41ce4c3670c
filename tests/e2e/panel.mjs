/**
 * The panel as a reader meets it: its rows, the explanation of one exchange, its buttons. Everything goes by the
 * attributes that panel and tests have agreed on, so that words and layout stay free.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PATIENCE = 10_000;

/** @typedef {{number: number, kind: string, outcome: string, standing: string | null, cause: string | null, cells: Record<string, string>}} Row */

export class Panel {
  /** @param {import('puppeteer-core').Frame} frame @param {{next: () => Promise<string>, names: string[]}} downloads */
  constructor(frame, downloads) {
    this.frame = frame;
    this.downloads = downloads;
  }

  /** @returns {Promise<number>} how many exchanges the list says it holds; its first row is the header */
  count() {
    return this.frame.evaluate(() => {
      const grid = document.querySelector('[role=grid]');
      return grid ? Number(grid.getAttribute('aria-rowcount')) - 1 : 0;
    });
  }

  /** @returns {Promise<Row[]>} */
  rows() {
    return this.frame.evaluate(() =>
      [...document.querySelectorAll('[role=grid] [role=row][data-number]')].map((row) => ({
        number: Number(row.dataset.number),
        kind: row.dataset.kind,
        outcome: row.dataset.outcome,
        standing: row.dataset.standing ?? null,
        cause: row.dataset.cause ?? null,
        cells: Object.fromEntries([...row.querySelectorAll('[data-column]')].map((cell) => [cell.dataset.column, cell.textContent.trim()])),
      })));
  }

  /** Selects an exchange by a click on its row and reads its explanation off the page. @param {number} number */
  async explanation(number) {
    // A row that the list scrolls to is drawn some frames after its finding has arrived.
    const row = `[role=row][data-number="${number}"]`;
    await this.frame.waitForSelector(row, { timeout: PATIENCE });
    await this.frame.evaluate((selector) => document.querySelector(selector).click(), row);
    await this.frame.waitForFunction(
      (wanted) =>
        document.querySelector(`[data-finding="${wanted}"]`) &&
        document.querySelector(`[role=row][data-number="${wanted}"]`).getAttribute('aria-selected') === 'true',
      { timeout: PATIENCE },
      number,
    );
    return this.frame.evaluate(readExplanation, number);
  }

  /**
   * Everything that the page says, shown or not: texts and attribute values.
   * @param {{prose?: boolean}} [options] without prose: only what was made of the traffic, not the words of a cause's page
   * @returns {Promise<string>}
   */
  everything({ prose = true } = {}) {
    return this.frame.evaluate((withProse) => {
      const said = [document.title, location.href];
      for (const element of document.querySelectorAll('*')) {
        if (!withProse && element.closest('[data-part=fix], [data-part=why], [data-part=check]')) continue;
        for (const { value } of element.attributes) said.push(value);
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
      }
      return said.join('\n');
    }, prose);
  }

  /** @param {string} action a button's `data-action` */
  async press(action) {
    const button = await this.frame.waitForSelector(`[data-action=${action}]:not([disabled])`, { timeout: PATIENCE });
    await button.click();
  }

  async clear() {
    if ((await this.count()) === 0) return;
    await this.press('clear');
    await this.frame.waitForSelector('[data-part=empty]', { timeout: PATIENCE });
  }

  /** Presses Export and reads the file that arrives. @returns {Promise<string>} */
  async export() {
    const [path] = await Promise.all([this.downloads.next(), this.press('export')]);
    return readFile(path, 'utf8');
  }

  /** @param {string} id */
  note(id) {
    return this.frame.evaluate((wanted) => document.querySelector(`[data-note="${wanted}"]`)?.textContent ?? null, id);
  }

  faults() {
    return this.frame.evaluate(() => [...document.querySelectorAll('[data-part=fault]')].map((fault) => fault.textContent));
  }
}

/** Runs in the panel. */
function readExplanation(number) {
  const root = document.querySelector(`[data-finding="${number}"]`);
  const text = (element) => element?.textContent ?? null;
  const texts = (within, part) => [...within.querySelectorAll(`[data-part=${part}]`)].map(text);
  const readParameter = (line, name) => ({
    name,
    place: line.dataset.place,
    shown: text(line.querySelector('[data-part=shown]')),
    marks: texts(line, 'mark').join(''),
    annotations: texts(line, 'annotation'),
    kind: text(line.querySelector('[data-part=kind]')),
    fingerprint: text(line.querySelector('[data-part=fingerprint]')),
  });
  return {
    number: Number(root.dataset.finding),
    headline: text(root.querySelector('[data-part=headline]')),
    causes: [...root.querySelectorAll('[data-cause][data-standing]')].map((cause) => ({
      id: cause.dataset.cause,
      standing: cause.dataset.standing,
      facts: texts(cause, 'fact'),
    })),
    parameters: [...root.querySelectorAll('[data-parameter]')].map((line) => readParameter(line, line.dataset.parameter)),
    members: [...root.querySelectorAll('[data-part=answer] [data-member]')].map((line) => readParameter(line, line.dataset.member)),
    bodyNote: text(root.querySelector('[data-part=body-note]')),
    flow: [...root.querySelectorAll('[data-part=flow] [data-step]')].map((step) => ({
      number: Number(step.dataset.step),
      credentials: [...new Set([...step.querySelectorAll('[data-part=credential]')].map(({ dataset }) => dataset.fingerprint))].sort(),
    })),
    prose: Object.fromEntries(['fix', 'why', 'check'].map((part) => [part, root.querySelectorAll(`[data-part=${part}]`).length])),
  };
}

/**
 * Lets the browser save files into a folder and tells when one has arrived.
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} folder
 */
export async function watchDownloads(browser, folder) {
  const session = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allowAndName', downloadPath: folder, eventsEnabled: true });
  /** What the files would be called. */
  const names = [];
  session.on('Browser.downloadWillBegin', ({ suggestedFilename }) => names.push(suggestedFilename));
  const next = () =>
    new Promise((resolve, reject) => {
      const settle = (how, value) => {
        clearTimeout(timer);
        session.off('Browser.downloadProgress', onProgress);
        how(value);
      };
      const onProgress = ({ guid, state }) => {
        if (state === 'completed') settle(resolve, join(folder, guid));
        if (state === 'canceled') settle(reject, new Error('The browser cancelled the download of the report.'));
      };
      const late = () => settle(reject, new Error(`No report arrived within ${PATIENCE / 1000} s of pressing Export.`));
      const timer = setTimeout(late, PATIENCE);
      session.on('Browser.downloadProgress', onProgress);
    });
  return { next, names };
}

