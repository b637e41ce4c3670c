/** One browser with the extension, one lab, one tab with DevTools open on the panel. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAB_PAGE, startLab } from '../lab/lab.mjs';
import { launch } from './browser.mjs';
import { HarnessFault, openDevTools, recorderFrame, showPanel, undock } from './devtools.mjs';
import { Panel, watchDownloads } from './panel.mjs';

export class Session {
  /** @param {string} extension the folder of the built extension */
  static async start(extension) {
    const session = new Session();
    session.lab = await startLab();
    session.folder = await mkdtemp(join(tmpdir(), 'grantlens-e2e-'));
    try {
      session.browser = await launch({ extension, flags: session.lab.browserFlags });
    } catch (error) {
      throw new HarnessFault(`Chromium did not start: ${error.message}`);
    }
    session.complaints = [];
    session.downloads = await watchDownloads(session.browser, session.folder);
    return session;
  }

  /** The tab in which ordinary scenarios run, made when it is first needed. */
  async tab() {
    this.ordinaryTab ??= await this.#openTab();
    return this.ordinaryTab;
  }

  async #openTab() {
    const page = (await this.browser.pages())[0] ?? (await this.browser.newPage());
    await page.goto(LAB_PAGE);
    const tab = await this.inspect(page);
    // Once more, under the eyes of DevTools: the panel has nothing to excuse then.
    await page.reload();
    return tab;
  }

  /** Opens DevTools for a page and shows the panel in it. @param {import('puppeteer-core').Page} page */
  async inspect(page, devtools) {
    devtools ??= await openDevTools(page);
    await undock(devtools);
    const recorder = await recorderFrame(devtools);
    await this.listen(recorder, 'the DevTools page');
    const frame = await showPanel(devtools);
    await this.listen(frame, 'the panel');
    await frame.waitForSelector('[data-action=record]:not([disabled])', { timeout: 10_000 });
    return { page, devtools, recorder, panel: new Panel(frame, this.downloads) };
  }

  /** Collects whatever an extension page complains of: errors, rejections, and breaches of its Content Security Policy. */
  async listen(frame, where) {
    const complain = (text) => this.complaints.push(`${where} complains: ${text}`);
    // A session of its own is told what happened before it began.
    const client = await frame.client.connection().createSession({ targetId: frame._id });
    client.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) => complain(exception?.description ?? text));
    client.on('Runtime.consoleAPICalled', ({ type, args }) => {
      if (['error', 'warning', 'assert'].includes(type)) complain(args.map(({ value, description }) => value ?? description).join(' '));
    });
    client.on('Log.entryAdded', ({ entry }) => {
      if (entry.level === 'error' || entry.source === 'security') complain(entry.text);
    });
    await client.send('Runtime.enable');
    await client.send('Log.enable');
  }

  async close() {
    await this.browser?.close();
    await this.lab?.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
