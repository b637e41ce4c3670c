/**
 * The lab's page. It lists the scenarios, runs the one whose button is pressed, and goes on with it when a navigation
 * has brought the browser back.
 */
import { groups, scenarios } from '/scenarios.mjs';
import { Client } from '/page/client.js';

const KEY = 'lab';
const memory = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');

function remember(changes) {
  Object.assign(memory, changes);
  sessionStorage.setItem(KEY, JSON.stringify(memory));
}

function forget() {
  for (const key of Object.keys(memory)) delete memory[key];
}

function tell(line) {
  remember({ log: [...memory.log, line] });
  drawLog();
}

async function client() {
  const answer = await fetch('/lab/facts', { method: 'POST' });
  return new Client(await answer.json(), memory, remember, tell);
}

async function start(scenario) {
  forget();
  remember({ scenario: scenario.id, log: [], visits: 0 });
  state('running');
  drawLog();
  await fetch('/lab/begin', { method: 'POST', body: JSON.stringify({ scenario: scenario.id }) });
  const app = await client();
  await scenario.start(app);
  finish();
}

/** After a navigation: the scenario's own code for the page that the browser has come to, if there is any. */
async function resume() {
  const app = await client();
  if (location.pathname === '/callback') adopt(app.facts.scenario);
  const scenario = scenarios.find(({ id }) => id === memory.scenario);
  if (!scenario) return;
  remember({ visits: memory.visits + 1 });
  const step = { '/callback': scenario.callback, '/server/callback': scenario.served }[location.pathname];
  state('running');
  drawLog();
  await step?.(app, memory.visits);
  finish();
}

/** A callback whose state is not this page's own belongs to a sign-in that began in the address bar. */
function adopt(scenario) {
  if (new URLSearchParams(location.search).get('state') === memory.state) return;
  forget();
  remember({ scenario, log: [], visits: 0, redirectUri: location.origin + location.pathname });
}

function finish() {
  state('done');
  drawLog();
}

function state(word) {
  document.documentElement.dataset.lab = word;
}

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

function drawScenarios(root) {
  for (const group of groups) {
    const list = element('ul');
    for (const scenario of group.scenarios) {
      const button = element('button', { type: 'button', id: scenario.id, textContent: scenario.title, onclick: () => start(scenario) });
      list.append(element('li', {}, button, element('p', { textContent: scenario.line })));
    }
    root.append(element('section', {}, element('h2', { textContent: group.title }), element('p', { textContent: group.line }), list));
  }
}

function drawLog() {
  const log = document.querySelector('#log');
  if (!log || !memory.scenario) return;
  const scenario = scenarios.find(({ id }) => id === memory.scenario);
  const running = document.documentElement.dataset.lab === 'running';
  log.replaceChildren(
    element('h2', { textContent: scenario.title }),
    element('ol', {}, ...memory.log.map((line) => element('li', { textContent: line }))),
    element('p', { textContent: running ? 'Running.' : 'Done. The Grantlens panel in DevTools says why.' }),
  );
}

const list = document.querySelector('#scenarios');
if (list) drawScenarios(list);
drawLog();
await resume();
document.documentElement.dataset.page = 'ready';
