/**
 * How long the extension's own functions run for each request, beside a listener that ignores its argument and beside what the
 * browser does to deliver the request. On a busy machine all of them take longer.
 */

/** In microseconds. A sample stands for the time since the one before it. */
const INTERVAL = 50;

/**
 * @param {import('puppeteer-core').CDPSession} client of the DevTools page
 * @param {import('puppeteer-core').Frame} recorder the DevTools page
 * @param {() => Promise<void>} act makes the requests
 * @returns {Promise<{ours: number, yardstick: number, all: number}>} in microseconds a request: everything of capture.js, the one that
 *   ignores, and all that the page's thread does
 */
export async function ownTime(client, recorder, act) {
  await recorder.evaluate(() => {
    globalThis.heard = 0;
    globalThis.ignores = function ignores() { globalThis.heard += 1; };
    chrome.devtools.network.onRequestFinished.addListener(globalThis.ignores);
  });
  await client.send('Profiler.enable');
  await client.send('Profiler.setSamplingInterval', { interval: INTERVAL });
  await client.send('Profiler.start');
  await act();
  const { profile } = await client.send('Profiler.stop');
  await client.send('Profiler.disable');
  const heard = await recorder.evaluate(() => {
    chrome.devtools.network.onRequestFinished.removeListener(globalThis.ignores);
    return globalThis.heard;
  });
  const times = timeOf(profile);
  const within = (belongs) => sum(profile, times, belongs) / heard;
  const isCapture = ({ url }) => url.endsWith('/capture.js');
  return {
    ours: within(isCapture),
    yardstick: within(({ functionName }) => functionName === 'ignores'),
    all: within(() => true) - within(({ functionName }) => functionName === '(idle)'),
  };
}

/** The time of each node alone, in microseconds. */
function timeOf({ samples, timeDeltas }) {
  const times = new Map();
  samples.forEach((node, at) => times.set(node, (times.get(node) ?? 0) + timeDeltas[at]));
  return times;
}

/** The time of all nodes that belong, with whatever they call. */
function sum({ nodes }, times, belongs) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const whole = (node) => (times.get(node.id) ?? 0) + (node.children ?? []).reduce((all, child) => all + whole(byId.get(child)), 0);
  const walk = (node) => (belongs(node.callFrame) ? whole(node) : (node.children ?? []).reduce((all, child) => all + walk(byId.get(child)), 0));
  return walk(nodes[0]);
}
