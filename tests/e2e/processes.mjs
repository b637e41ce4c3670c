/** The extension's own process: what memory it takes. Read from Linux' /proc; elsewhere nothing is known. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** @param {import('puppeteer-core').Browser} browser @returns {number | null} the process in which the extension's pages run */
export function extensionProcess(browser) {
  if (!existsSync('/proc/self/status')) return null;
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      parents.set(Number(name), Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))[1]));
    } catch {
      // It has ended meanwhile.
    }
  }
  const descends = (process) => process === browser.process().pid || (parents.has(process) && descends(parents.get(process)));
  return [...parents.keys()].find((process) => descends(process) && commandLine(process).includes('--extension-process')) ?? null;
}

function commandLine(process) {
  try {
    return readFileSync(`/proc/${process}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** @param {number} process @returns {number} its memory that is its own and resident, in bytes */
export function residentBytes(process) {
  const status = readFileSync(`/proc/${process}/status`, 'utf8');
  return 1024 * Number(/^RssAnon:\s*(\d+)/m.exec(status)[1]);
}
