// Hands what is opened, dropped or pasted to the worker that reads it, and its news to the viewer. The reading is a worker's,
// so that the page stays quick whatever the size, and a trap there harms nothing here.

import { PASTED, READER_LOST } from "./words.js";

/** Text goes over in pieces of so many characters, so that no step of this page takes long. */
const PIECE = 1 << 20;

/** A worker's address must be vouched for; this policy can vouch for one alone. */
const policy = globalThis.trustedTypes?.createPolicy("grantlens-reader", {
  createScriptURL: () => new URL("reader.js", import.meta.url).href,
});

export class Imports {
  /** The viewer, once it is drawn. */
  viewer;
  #worker;
  /** The inputs that the worker has not begun, and the name of the one that it reads, as it may be said. */
  #waiting = [];
  #reading;

  /** @param {FileList} files */
  open(files) {
    for (const file of files) this.#begin(file.name, file);
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
      // Before the first piece too: taking a large text over is work enough for one step.
      if (text.length > PIECE) await turn();
      const end = wholeLetters(text, at + PIECE);
      pieces.push(new Blob([text.slice(at, end)]));
      at = end;
    }
    this.#begin(PASTED, new Blob(pieces));
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
    this.#waiting = [];
    this.#reading = undefined;
  }

  state(finding, cause, yes) {
    this.#ask("state", finding, cause, yes);
  }

  #begin(name, blob) {
    this.#waiting.push([name, blob]);
    this.#ask("read", name, blob);
  }

  #ask(...message) {
    this.#worker ??= this.#start();
    this.#worker.postMessage(message);
  }

  #start() {
    const worker = new Worker(policy?.createScriptURL("") ?? new URL("reader.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data: [what, ...rest] }) => {
      if (worker !== this.#worker) return;
      if (what === "lost") this.#lose(READER_LOST);
      else if (what === "begun") this.#waiting.shift();
      else if (what === "ended") this.#reading = undefined;
      else {
        if (what === "reading") [this.#reading] = rest;
        this.viewer[what](...rest);
      }
    });
    worker.addEventListener("error", (event) => {
      if (worker === this.#worker) this.#lose(event.message ? `${READER_LOST} (${event.message})` : READER_LOST);
    });
    return worker;
  }

  /** What waited for the lost worker is read by another one; the input that it was reading is not tried again. */
  #lose(message) {
    const waiting = this.#waiting;
    const name = this.#reading;
    this.clear();
    this.viewer.settle();
    this.viewer.fault(name ? `${name}: ${message}` : message);
    for (const [next, blob] of waiting) this.#begin(next, blob);
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
