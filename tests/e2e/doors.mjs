/** The ways into the panel and into the page that stands alone: a file chosen, a file dropped, a text pasted. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE = 15_000;

/** @param {import('./panel.mjs').Panel} panel @param {{name: string, text: string | Uint8Array}} file */
export const open = (panel, file) => openAll(panel, [file]);

/** Opens files, all at once. @param {import('./panel.mjs').Panel} panel @param {{name: string, text: string | Uint8Array}[]} files @param {number} [timeout] in ms */
export async function openAll(panel, files, timeout) {
  const folder = await mkdtemp(join(tmpdir(), 'grantlens-file-'));
  try {
    const paths = files.map(({ name }) => join(folder, name));
    await Promise.all(files.map(({ text }, at) => writeFile(paths[at], text)));
    const input = await panel.frame.waitForSelector('[data-part=files]', { timeout: PATIENCE });
    await input.uploadFile(...paths);
    await rested(panel, timeout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Drags a file over the page and lets it go there. @returns {Promise<boolean>} whether the place to drop was shown */
export async function drop(panel, { name, text }) {
  const shown = await panel.frame.evaluate(async (fileName, content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], fileName));
    const fire = (target, kind) => target.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    fire(document.body, 'dragenter');
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const zone = document.querySelector('[data-part=drop]');
    const isShown = zone.checkVisibility();
    fire(zone, 'dragover');
    fire(zone, 'drop');
    return isShown;
  }, name, text);
  await rested(panel);
  return shown;
}

/** Pastes a text anywhere outside a field. */
export async function paste(panel, text) {
  await panel.frame.evaluate(pasteInto, 'body', text);
  await rested(panel);
}

/** Writes a text into the box made for it and asks for the explanation. */
export async function pasteIntoBox(panel, text) {
  await panel.press('paste');
  await panel.frame.waitForSelector('[data-part=paste][open] textarea', { timeout: PATIENCE });
  await panel.frame.evaluate((content) => {
    document.querySelector('[data-part=paste] textarea').focus();
    document.execCommand('insertText', false, content);
  }, text);
  await panel.press('explain');
  await rested(panel);
}

/** Waits until something was read and nothing more is. @param {import('./panel.mjs').Panel} panel @param {number} timeout in ms */
export const rested = (panel, timeout = PATIENCE) =>
  panel.frame.waitForFunction(
    () => document.querySelector('[data-part=imported]') && !document.querySelector('[data-part=reading]'),
    { timeout, polling: 50 },
  );

/** Runs in the page. The event is not the browser's own, the text is as large as it gets. */
export function pasteInto(selector, text) {
  const transfer = new DataTransfer();
  transfer.setData('text/plain', text);
  const event = new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true });
  document.querySelector(selector).dispatchEvent(event);
}
