/** Everything that a panel gives out or keeps, as texts, sink by sink. */
import { readFile } from 'node:fs/promises';

const PATIENCE = 20_000;

/**
 * Looks at every exchange in the list, one after the other, and presses each of its buttons that copy.
 * @param {import('./panel.mjs').Panel} panel
 * @returns {Promise<{clipboard: string[], text: string[], attributes: string[]}>} what was copied, and what the page said on the way
 */
export async function visitAll({ frame }) {
  await frame.waitForSelector('[role=grid]', { timeout: PATIENCE });
  return frame.evaluate(visit, PATIENCE);
}

/** Runs in the panel. The clipboard itself gets each text; what it took is kept. */
async function visit(patience) {
  const seen = { clipboard: [], text: new Set(), attributes: new Set() };
  const { clipboard } = navigator;
  const write = Clipboard.prototype.writeText;
  let written = 0;
  clipboard.writeText = async (text) => {
    await write.call(clipboard, text);
    seen.clipboard.push(text);
    written += 1;
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve));
  const until = async (what, holds) => {
    for (const end = performance.now() + patience; !holds(); await turn()) if (performance.now() > end) throw new Error(`${what} takes longer than ${patience / 1000} s`);
  };
  const look = () => {
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) seen.attributes.add(`${name}=${value}`);
      for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) seen.text.add(node.data);
      if ('value' in element) seen.text.add(String(element.value));
    }
    seen.text.add(document.title);
  };
  const grid = document.querySelector('[role=grid]');
  const count = Number(grid.getAttribute('aria-rowcount')) - 1;
  const press = (key) => grid.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  const shown = () => document.querySelector('[data-finding]')?.dataset.finding;
  grid.focus();
  for (let number = 1; number <= count; number += 1) {
    press(number === 1 ? 'Home' : 'ArrowDown');
    await until(`showing #${number}`, () => shown() === String(number));
    for (const fold of document.querySelectorAll('.detail details')) fold.open = true;
    look();
    for (const button of document.querySelectorAll('.detail [data-action^=copy]')) {
      const before = written;
      button.click();
      await until(`${button.dataset.action} of #${number}`, () => written > before);
    }
  }
  delete clipboard.writeText;
  return { clipboard: seen.clipboard, text: [...seen.text], attributes: [...seen.attributes] };
}

/** Saves every form of export. @param {import('./panel.mjs').Panel} panel */
export async function exportAll(panel) {
  const json = await panel.export();
  const more = async (action) => {
    await panel.frame.click('[data-action=export-more]');
    const [path] = await Promise.all([panel.downloads.next(), panel.press(action)]);
    return readFile(path, 'utf8');
  };
  return { json, markdown: await more('export-markdown'), har: await more('export-har') };
}

/** What an extension page has stored, in every storage that a page can reach. Runs in the page. */
export async function stored() {
  const all = [document.cookie, ...Object.entries(localStorage).flat(), ...Object.entries(sessionStorage).flat()];
  for (const area of Object.values(globalThis.chrome?.storage ?? {})) if (area?.get) all.push(JSON.stringify(await area.get()));
  const settled = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const base = await settled(indexedDB.open(name));
    all.push(name);
    for (const store of base.objectStoreNames) all.push(store, JSON.stringify(await settled(base.transaction(store).objectStore(store).getAll())));
    base.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    all.push(name);
    for (const request of await cache.keys()) all.push(request.url, await (await cache.match(request)).text());
  }
  const walk = async (folder) => {
    for await (const [name, handle] of folder.entries()) {
      all.push(name);
      if (handle.kind === 'directory') await walk(handle);
      else all.push(await (await handle.getFile()).text());
    }
  };
  await walk(await navigator.storage.getDirectory());
  return all;
}
