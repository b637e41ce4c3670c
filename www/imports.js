// Hands what is opened, dropped or pasted to the worker that reads it, and its news to the viewer. The reading is a worker's,
// so that the page stays quick whatever the size, and a trap there harms nothing here.

/** Text goes over in pieces of so many characters, so that no step of this page takes long. */
const PIECE = 1 << 20;

const LOST =
  "The reader stopped on one exchange and was started again. What it had found stays, and what comes is not compared with it.";

/** A worker's address must be vouched for; this policy can vouch for one alone. */
const policy = globalThis.trustedTypes?.createPolicy("grantlens-reader", {
  createScriptURL: () => new URL("reader.js", import.meta.url).href,
});

export class Imports {
  /** The viewer, once it is drawn. */
  viewer;
  #worker;

  /** @param {FileList} files */
  open(files) {
    for (const file of files) this.#ask("read", file.name, file);
  }

  /** Reads files, or a text of at least so many characters. Out: whether there is such. @param {DataTransfer} transfer */
  take(transfer, least) {
    if (transfer.files.length > 0) {
      this.open(transfer.files);
      return true;
    }
    const text = transfer.getData("text/plain");
    if (text.length < least) return false;
    this.paste(text);
    return true;
  }

  /** @param {string} text */
  async paste(text) {
    const pieces = [];
    for (let at = 0; at < text.length; ) {
      const end = wholeLetters(text, at + PIECE);
      pieces.push(new Blob([text.slice(at, end)]));
      at = end;
      if (at < text.length) await turn();
    }
    this.#ask("read", "pasted text", new Blob(pieces));
  }

  sample() {
    this.#ask("sample");
  }

  stop() {
    this.#ask("stop");
  }

  clear() {
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  state(finding, cause, yes) {
    this.#ask("state", finding, cause, yes);
  }

  #ask(...message) {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start() {
    const worker = new Worker(policy?.createScriptURL("") ?? new URL("reader.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data: [what, ...rest] }) => {
      if (worker !== this.#worker) return;
      if (what === "lost") this.#lose(LOST);
      else this.viewer[what](...rest);
    });
    worker.addEventListener("error", (event) => {
      if (worker === this.#worker) this.#lose(event.message ? `${LOST} (${event.message})` : LOST);
    });
    return worker;
  }

  #lose(message) {
    this.clear();
    this.viewer.settle();
    this.viewer.fault(message);
  }
}

/** The latest place up to `end` at which no letter is cut in two. */
function wholeLetters(text, end) {
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last < 0xdc00 ? end - 1 : end;
}

/** Lets the page do what waits. */
const turn = () => new Promise((resolve) => setTimeout(resolve));
