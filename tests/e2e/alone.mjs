/** The page that stands alone, served as any folder would be, in a tab of the same browser. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { Panel } from './panel.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.wasm': 'application/wasm' };

/**
 * @param {import('./session.mjs').Session} session
 * @param {string} folder the built page
 * @returns {Promise<{page: import('puppeteer-core').Page, panel: Panel, requests: string[], close: () => Promise<void>}>}
 */
export async function openAlone(session, folder) {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(new URL(request.url, 'http://a.test').pathname.replace(/\/$/, '/index.html')));
    if (!path.startsWith(folder) || !existsSync(path)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' });
    createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const page = await session.browser.newPage();
  await session.listen(page.mainFrame(), 'the page that stands alone');
  const requests = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(origin)) requests.push(request.url());
  });
  await page.goto(`${origin}/`);
  await page.waitForSelector('[data-part=empty]', { timeout: 15_000 });
  const close = async () => {
    await page.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { page, panel: new Panel(page.mainFrame(), session.downloads), requests, close };
}
