/** Pictures of what is imported, to be looked at: every state, light and dark, narrow and low, and the page on a phone. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openAlone } from './alone.mjs';
import { open, rested } from './doors.mjs';
import { setTheme, sleep } from './devtools.mjs';
import { HAR, HTTP, LINE, LOG } from './inputs.mjs';

const SETTLED = 400;
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 480, height: 800 }, bottom: { width: 1280, height: 260 } };
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const LONG = 900_000_000;

/** @param {import('./session.mjs').Session} session @param {string} folder @param {string} pageFolder @returns {Promise<string[]>} */
export async function takeImportScreens(session, folder, pageFolder) {
  await mkdir(folder, { recursive: true });
  const { devtools, panel } = await session.tab();
  const { frame } = panel;
  await devtools.setViewport(SIZES.wide);
  await panel.clear();
  await everySize('empty');

  await panel.press('paste');
  await everySize('paste-box-empty');
  await frame.evaluate((text) => {
    document.querySelector('[data-part=paste] textarea').focus();
    document.execCommand('insertText', false, text);
  }, HTTP.text);
  await everySize('paste-box');
  await panel.press('cancel-paste');

  await frame.evaluate(showDropZone);
  await everySize('drop');
  await frame.evaluate(() => document.querySelector('[data-part=drop]').dispatchEvent(new DragEvent('dragleave')));

  await frame.evaluate(readLong, LINE, LONG);
  await frame.waitForFunction(() => (document.querySelector('[data-part=reading] progress')?.value ?? 0) > 0, { timeout: 20_000, polling: 50 });
  await everySize('reading');
  if (await frame.$('[data-action=stop]')) await panel.press('stop');
  await rested(panel);
  await panel.press('clear-imported');

  await open(panel, HAR);
  await open(panel, LOG);
  await panel.explanation(2);
  await everySize('imported');
  await panel.explanation(3);
  await everySize('question');
  await panel.clear();

  await panel.press('sample');
  await rested(panel);
  await panel.explanation(4);
  await everySize('sample');
  await panel.explanation(3);
  await frame.evaluate(() => document.querySelector('[data-part=warnings]')?.scrollIntoView({ block: 'center' }));
  await everySize('warnings');
  await panel.clear();

  await devtools.setViewport(SIZES.wide);
  const alone = await openAlone(session, pageFolder);
  try {
    await alone.page.setViewport(SIZES.wide);
    await alone.page.screenshot({ path: join(folder, 'alone-empty.png') });
    await alone.page.setViewport(PHONE);
    await alone.page.screenshot({ path: join(folder, 'alone-empty-phone.png') });
    await alone.panel.press('sample');
    await rested(alone.panel);
    await sleep(SETTLED);
    await alone.page.screenshot({ path: join(folder, 'alone-sample-phone.png') });
    await alone.page.setViewport(SIZES.wide);
    await sleep(SETTLED);
    await alone.page.screenshot({ path: join(folder, 'alone-sample.png') });
  } finally {
    await alone.close();
  }
  return [];

  async function everySize(name) {
    for (const theme of ['light', 'dark']) {
      await setTheme(devtools, theme);
      for (const [size, viewport] of Object.entries(SIZES)) {
        await devtools.setViewport(viewport);
        await sleep(SETTLED);
        await devtools.screenshot({ path: join(folder, `import-${name}-${size}-${theme}.png`) });
      }
    }
    await setTheme(devtools, 'light');
    await devtools.setViewport(SIZES.wide);
  }
}

/** Runs in the panel. */
function showDropZone() {
  const transfer = new DataTransfer();
  transfer.items.add(new File(['EXAMPLE'], 'server.log'));
  document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer: transfer, bubbles: true, cancelable: true }));
}

/** Runs in the panel: a file so long that the reading can be looked at. */
function readLong(line, bytes) {
  const part = new Blob([line.repeat(100_000)]);
  const transfer = new DataTransfer();
  transfer.items.add(new File(Array(Math.ceil(bytes / part.size)).fill(part), 'worker-2026-01-05.log'));
  transfer.items.add(new File(['{}'], 'another.har'));
  document.querySelector('[data-part=drop]').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
}
