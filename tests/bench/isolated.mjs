/**
 * A copy of the built extension with one more page, which is cut off from all others: there the browser's clock tells
 * five microseconds apart (elsewhere a hundred), and nothing but what is measured runs.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extensionId } from '../e2e/browser.mjs';

export class Isolated {
  /** @param {string} extension the folder of the built extension */
  static async make(extension) {
    const made = new Isolated();
    made.folder = await mkdtemp(join(tmpdir(), 'grantlens-bench-'));
    await cp(extension, made.folder, { recursive: true });
    const place = join(made.folder, 'manifest.json');
    const manifest = JSON.parse(await readFile(place, 'utf8'));
    manifest.cross_origin_embedder_policy = { value: 'require-corp' };
    manifest.cross_origin_opener_policy = { value: 'same-origin' };
    await writeFile(place, JSON.stringify(manifest));
    await writeFile(join(made.folder, 'blank.html'), '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title><input type="file"></html>');
    made.base = `chrome-extension://${extensionId(made.folder)}`;
    return made;
  }

  /** Opens the page. @param {import('puppeteer-core').Browser} browser */
  async open(browser) {
    const page = await browser.newPage();
    await page.goto(`${this.base}/blank.html`);
    if (!(await page.evaluate(() => crossOriginIsolated))) throw new Error('The page for measuring is not isolated, so its clock is coarse.');
    return page;
  }

  remove() {
    return rm(this.folder, { recursive: true, force: true });
  }
}

/** The value below which this share of the list lies. @param {number[]} list @param {number} share */
export const quantile = (list, share) => [...list].sort((one, other) => one - other)[Math.min(list.length - 1, Math.floor(list.length * share))];
