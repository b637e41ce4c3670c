/** What an act costs the panel's page. */

/** Lets what runs in `page` call `cost` and `median`. @param {import('puppeteer-core').Page | import('puppeteer-core').Frame} page */
export const teachCost = (page) => page.evaluate(`globalThis.cost = ${cost}; globalThis.median = ${median};`);

/** Everything that an act brings about is done when the frame after it is laid out; waiting for that frame is not counted. Out: ms. */
async function cost(act) {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const start = performance.now();
  act();
  for (let turn = 0; turn < 20; turn += 1) await null;
  document.body.getBoundingClientRect();
  return performance.now() - start;
}

function median(list) {
  return [...list].sort((one, other) => one - other)[list.length >> 1];
}
