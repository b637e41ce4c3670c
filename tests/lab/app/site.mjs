/** https://app.example.test: the lab's page, which is an OAuth client in the browser, and the client app's server. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportPKCS8 } from 'jose';
import { html, json, redirect } from '../http.mjs';
import { opaque } from '../credentials.mjs';
import { scenarios } from '../scenarios.mjs';
import { ServerSideClient } from './server-side.mjs';

const LAB = join(dirname(fileURLToPath(import.meta.url)), '..');
const JOSE = dirname(createRequire(import.meta.url).resolve('jose'));
const TYPES = { html: 'text/html', css: 'text/css', js: 'text/javascript', mjs: 'text/javascript' };

export class AppSite {
  constructor(lab) {
    this.lab = lab;
    this.server = new ServerSideClient(lab);
    this.scenario = null;
  }

  /** @param {import('../http.mjs').Asked} asked */
  async answer(asked) {
    const { pathname, searchParams } = asked.url;
    const [, area, ...rest] = pathname.split('/');
    if (area === 'lab') return this.#control(rest[0], asked);
    if (area === 'run') return this.#run(rest[0]);
    if (area === 'server' && rest[0] === 'login') return this.server.login(Object.fromEntries(searchParams));
    if (area === 'server' && rest[0] === 'callback') return this.server.callback(searchParams);
    if (area === 'server' && rest[0] === 'exchange') return this.server.exchange(asked.body);
    if (area === 'vendor') return file(join(JOSE, ...rest));
    if (area === 'page' || area === 'scenarios' || area === 'scenarios.mjs') return file(join(LAB, area, ...rest));
    if (['', 'callback', 'moved'].includes(area)) return file(join(LAB, 'page', 'index.html'));
    return html(404, '<!doctype html><title>Not found</title>');
  }

  /** What the page asks of the lab itself. These are not OAuth and look like nothing of the kind. */
  async #control(what, asked) {
    const { world } = this.lab;
    const input = asked.body ? JSON.parse(asked.body) : {};
    if (what === 'begin') this.begin(input.scenario);
    if (what === 'advance') world.advance(input.days);
    if (what === 'spend') world.spendCodes();
    if (what === 'plant') input.values.forEach((value) => world.plant(value));
    return json(200, await this.#facts(), { 'cache-control': 'no-store' });
  }

  /** @param {string} id */
  begin(id) {
    this.scenario = scenarios.find((scenario) => scenario.id === id)?.id ?? null;
    this.lab.world.begin(scenarios.find((scenario) => scenario.id === id)?.world);
  }

  async #facts() {
    const { world } = this.lab;
    const key = (pair) => exportPKCS8(pair.privateKey);
    return {
      scenario: this.scenario,
      web: world.web,
      desktop: world.desktop,
      other: world.other,
      deadToken: world.deadToken,
      deadPort: this.lab.deadPort,
      service: { ...world.service, key: await key(world.keys.service), strangersKey: await key(world.keys.stranger) },
    };
  }

  /** Starts a flow from the address bar, by one redirect after another, before any page has loaded. */
  #run(id) {
    if (this.scenario !== id) this.begin(id);
    const { world } = this.lab;
    const address = new URL('https://accounts.google.com/o/oauth2/v2/auth');
    address.search = new URLSearchParams({
      response_type: 'code',
      client_id: world.web.id,
      redirect_uri: 'https://app.example.test/callback',
      scope: 'https://www.googleapis.com/auth/gmail.readonly',
      access_type: 'offline',
      state: world.plant(opaque()),
    }).toString();
    return redirect(address.href);
  }
}

/** @param {string} path */
async function file(path) {
  const known = [LAB, JOSE].some((folder) => path.startsWith(folder));
  const type = TYPES[path.split('.').at(-1)];
  if (!known || !type) return html(404, '<!doctype html><title>Not found</title>');
  try {
    return { status: 200, headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' }, body: await readFile(path) };
  } catch {
    return html(404, '<!doctype html><title>Not found</title>');
  }
}
