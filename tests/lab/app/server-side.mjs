/**
 * The client app's own server: it sends the browser to Google and redeems the code itself. The browser sees the way
 * there, the callback, and whatever page this server then shows.
 */
import { escapeHtml, html, json, redirect } from '../http.mjs';
import { opaque } from '../credentials.mjs';
import { postToGoogle } from './google-client.mjs';

const CALLBACK = 'https://app.example.test/server/callback';
/** Where the codes that a page hands over were sent to. */
const PAGE = 'https://app.example.test/callback';

/** @typedef {{tokenRedirectUri?: string, spoil?: boolean, errorPage?: 'html' | 'json'}} Habits how this server is built */

export class ServerSideClient {
  /** @type {Map<string, Habits>} */
  #sessions = new Map();

  constructor(lab) {
    this.lab = lab;
  }

  /** @param {Habits} habits */
  login(habits) {
    const { world } = this.lab;
    const state = world.plant(opaque());
    this.#sessions.set(state, habits);
    const address = new URL('https://accounts.google.com/o/oauth2/v2/auth');
    address.search = new URLSearchParams({
      response_type: 'code',
      client_id: world.web.id,
      redirect_uri: CALLBACK,
      scope: 'openid email',
      access_type: 'offline',
      state,
    }).toString();
    return redirect(address.href);
  }

  /** @param {URLSearchParams} query */
  async callback(query) {
    const { world } = this.lab;
    const habits = this.#sessions.get(query.get('state'));
    if (!habits || !query.has('code')) return html(400, page('This sign-in was not started here', ''));
    if (habits.spoil) world.spendCodes();
    const { status, body } = await this.#redeem(query.get('code'), habits.tokenRedirectUri ?? CALLBACK);
    if (status === 200) return html(200, page('Signed in', 'Welcome. Your mail is being fetched.'));
    if (habits.errorPage === 'json') {
      return json(500, { message: 'Sign-in failed', cause: { error: body.error, error_description: body.error_description } });
    }
    return html(500, page('Sign-in failed', `<pre>Error: ${escapeHtml(body.error)}\n${escapeHtml(JSON.stringify(body, null, 2))}</pre>`));
  }

  /** A page that was given a code hands it over. @param {string} body */
  async exchange(body) {
    const { status, body: answer } = await this.#redeem(JSON.parse(body).code, PAGE);
    return status === 200 ? json(200, { signedIn: true }) : json(500, { error: `Token exchange failed: ${answer.error}` });
  }

  #redeem(code, redirectUri) {
    const { world } = this.lab;
    return postToGoogle(this.lab, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: world.web.id,
      client_secret: world.web.secret,
    });
  }
}

const page = (title, content) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/page/lab.css">
<main class="served"><h1>${title}</h1>${content}<p><a href="/">Back to the lab</a></p></main>
<script type="module" src="/page/lab.js"></script></html>`;
