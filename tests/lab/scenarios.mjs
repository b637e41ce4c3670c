/**
 * Every scenario of the lab, as data: what its button does in the page, and what the panel must then show. The browser
 * and the tests read the same files.
 *
 * @typedef {object} Scenario
 * @property {string} id
 * @property {string} title
 * @property {string} line what is wrong, in a sentence
 * @property {object} [world] what the stand-in servers start with
 * @property {(app: import('./page/client.js').Client) => Promise<void>} [start] what the button does
 * @property {(app: import('./page/client.js').Client) => Promise<void>} [callback] what happens at the redirect URI
 * @property {(app: import('./page/client.js').Client, visits: number) => Promise<void>} [served] the same, on a page of the app's server
 * @property {string} [special] which of the tests' own drivers runs it, where pressing the button is not enough
 * @property {boolean} [isRace] whether the browser may do one thing before the other, and the findings are those of one order
 * @property {import('./scenarios/expect.mjs').Expected[]} findings what the list must hold, row for row
 */
import { codes } from './scenarios/codes.mjs';
import { tokens } from './scenarios/tokens.mjs';
import { clients } from './scenarios/clients.mjs';
import { nearMisses } from './scenarios/near-misses.mjs';
import { serverSide } from './scenarios/server-side.mjs';
import { authorization } from './scenarios/authorization.mjs';
import { answers } from './scenarios/answers.mjs';
import { browser } from './scenarios/browser.mjs';

export const groups = [codes, tokens, clients, nearMisses, authorization, serverSide, answers, browser];

/** @type {Scenario[]} */
export const scenarios = groups.flatMap((group) => group.scenarios);
