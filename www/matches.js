// Marks what a search looks for. The browser paints the marks over the page, so that the document stays as it is.

/** Marks every match, and goes to one of those in the explanation. */
const all = marks("found", 0);
const here = marks("found-here", 1);

let ranges = [];
let at = -1;

/**
 * @param {string} text in lower case; nothing is marked without one
 * @param {"again" | "first" | "last" | "next" | "previous"} step
 * @returns {boolean} whether there is a match to go to
 */
export function mark(text, step) {
  const marked = [...matches(".rows", text)];
  ranges = [...matches(".detail", text)];
  all.clear();
  for (const range of [...marked, ...ranges]) all.add(range);
  if (step === "first") at = 0;
  else if (step === "last") at = ranges.length - 1;
  else if (step === "next") at += 1;
  else if (step === "previous") at -= 1;
  here.clear();
  const range = ranges[at];
  if (!range) return false;
  here.add(range);
  if (step !== "again") reveal(range.startContainer.parentElement);
  return true;
}

/** Ranges that are painted as the style sheet says; where the browser cannot, the search goes on without. */
function marks(name, priority) {
  if (!globalThis.Highlight) return new Set();
  const highlight = Object.assign(new Highlight(), { priority });
  CSS.highlights.set(name, highlight);
  return highlight;
}

function reveal(element) {
  for (let fold = element.closest("details:not([open])"); fold; fold = fold.parentElement.closest("details:not([open])")) fold.open = true;
  element.scrollIntoView({ block: "nearest" });
}

function* matches(within, text) {
  const root = document.querySelector(within);
  if (!root || !text) return;
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const lower = node.data.toLowerCase();
    // Some letters have another length in lower case: then places do not agree.
    if (lower.length !== node.data.length) continue;
    for (let from = lower.indexOf(text); from >= 0; from = lower.indexOf(text, from + text.length)) {
      const range = new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: from + text.length });
      yield range;
    }
  }
}
