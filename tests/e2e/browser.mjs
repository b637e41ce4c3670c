/** Finds a Chromium and starts it with the extension, cut off from everything but the lab. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Without these, Chromium asks for updates and services at every start. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--disable-gpu',
  '--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider',
];

export async function findChromium() {
  if (process.env.CHROMIUM) {
    if (existsSync(process.env.CHROMIUM)) return process.env.CHROMIUM;
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, and there is no such file.`);
  }
  const known = [...USUAL_PLACES, ...(await puppeteersOwn())].find((path) => existsSync(path));
  if (known) return known;
  throw new Error('No Chromium was found. On Debian: apt-get install chromium. Elsewhere set CHROMIUM to the program’s path.');
}

/** Where `npx @puppeteer/browsers install chrome` puts what it fetches. */
async function puppeteersOwn() {
  const { getInstalledBrowsers } = await import('@puppeteer/browsers');
  const cacheDir = process.env.PUPPETEER_CACHE_DIR ?? join(homedir(), '.cache', 'puppeteer');
  const installed = await getInstalledBrowsers({ cacheDir });
  return installed.filter(({ browser }) => browser === 'chrome').map(({ executablePath }) => executablePath);
}

/**
 * @param {{extension: string | string[], flags: string[], headless?: boolean, width?: number, height?: number}} options
 * @returns {Promise<import('puppeteer-core').Browser>}
 */
export async function launch({ extension, flags, headless = true, width = 1280, height = 800 }) {
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return puppeteer.launch({
    executablePath: await findChromium(),
    headless,
    pipe: true,
    enableExtensions: [extension].flat(),
    defaultViewport: null,
    args: [...QUIET, ...asRoot, `--window-size=${width},${height}`, ...flags],
  });
}

/** Chromium names an unpacked extension after its folder: a digest in the letters from a to p. @param {string} folder */
export const extensionId = (folder) =>
  createHash('sha256').update(folder).digest('hex').slice(0, 32).replace(/./g, (digit) => String.fromCharCode(97 + parseInt(digit, 16)));
