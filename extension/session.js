// Holds the recorder, which is Rust in WebAssembly, and passes its news to the panel. The module is loaded at the first
// entry that may matter. When it traps, a fresh one takes over with the findings so far; they hold no credential.

import { NOTES, RELOADED } from "./words.js";

/** So many findings go over at once: the panel takes them in between two of its frames. */
const AT_ONCE = 100;
/** A panel that begins is given what fills its first sight before the rest, so that it can draw that. */
const FIRST = 30;

export class Session {
  #recorder;
  /** All that the module instance of the recorder holds. */
  #memory;
  #queue = Promise.resolve();
  /** The findings as the panel has them, each in bytes, kept for a restart. */
  #findings = [];
  #forgotten = 0;
  /** What the recorder counted of the findings that it had no room for. */
  #folded;
  /** How many exchanges are kept; without a number, all. */
  #most;
  #notes = new Map();
  #viewer;

  /** Takes one entry in; entries are judged in the order in which they come. */
  observe(entry, name, content, encoding, missing) {
    this.#later((recorder) => recorder.observe(entry, name, content, encoding, missing));
  }

  /** Says, or takes back, one of the session's notes. */
  note(id, on = true) {
    if (on === this.#notes.has(id)) return;
    if (on) this.#notes.set(id, NOTES[id]);
    else this.#notes.delete(id);
    // A recorder that begins later is told then: a note is no reason to load the module.
    if (this.#recorder) this.#later((recorder) => recorder.note(id, on ? NOTES[id] : ""));
  }

  clear() {
    this.note("recorder-restarted", false);
    this.#later((recorder) => recorder.clear());
  }

  /** How many exchanges are kept. */
  keepLatest(most) {
    this.#most = most;
    if (this.#recorder) this.#later(() => {});
  }

  /** Forgets what started before a moment, in milliseconds since the epoch. */
  forgetBefore(moment) {
    if (this.#recorder) this.#later((recorder) => recorder.forgetBefore(moment));
  }

  /** The developer's answer to the question of a cause, about a finding. */
  state(finding, cause, yes) {
    this.#later((recorder) => recorder.state(finding, cause, yes));
  }

  /** Throws when a text that is to leave holds a part of a value that was recorded; the message says where. */
  vouch(text) {
    this.#recorder?.vouch(text);
  }

  /** The panel is there: it gets everything now, and news from now on. */
  show(viewer, host) {
    if (this.#viewer === viewer) return;
    this.#viewer = viewer;
    viewer.attach(host);
    this.#later((recorder) => {
      recorder.tellAnew();
      this.#pass(recorder.news(FIRST));
      return turn();
    });
  }

  /** The extension's pages were cut off from the browser. */
  stop(error) {
    console.warn(error);
    this.#viewer?.fault(RELOADED);
  }

  #later(act) {
    this.#queue = this.#queue.then(() => this.#act(act)).catch((error) => this.#viewer?.fault(error.message));
  }

  async #act(act) {
    if (!this.#recorder) await this.#start();
    try {
      await act(this.#recorder);
      if (this.#most) this.#recorder.keepLatest(this.#most);
      await this.#tell();
    } catch (error) {
      if (!isTrap(error)) throw error;
      // The instance stopped in the middle of an exchange, and memory that is given back to the browser is not overwritten.
      new Uint8Array(this.#memory.buffer).fill(0);
      this.#notes.set("recorder-restarted", NOTES["recorder-restarted"]);
      await this.#start();
      this.#recorder.tellAnew();
      await this.#tell();
    }
  }

  async #tell() {
    for (let news = this.#recorder.news(AT_ONCE); news; ) {
      this.#pass(news);
      news = this.#recorder.news(AT_ONCE);
      if (news) await turn();
    }
  }

  async #start() {
    const { default: load, Recorder, __wbg_reset_state } = await import("./grantlens.js");
    await load({ module_or_path: new URL("grantlens_bg.wasm", import.meta.url) });
    // An instance that has trapped is lost; the compiled module makes another one.
    if (this.#recorder) __wbg_reset_state();
    ({ memory: this.#memory } = await load());
    const recorder = new Recorder();
    if (this.#findings.length > 0) recorder.resume(this.#findings, this.#folded);
    for (const [id, text] of this.#notes) recorder.note(id, text);
    this.#recorder = recorder;
  }

  #pass(news) {
    const { forgotten, keep, findings, folded } = news;
    this.#folded = folded;
    this.#findings.splice(0, Math.max(0, forgotten - this.#forgotten));
    this.#forgotten = forgotten;
    this.#findings.length = Math.min(keep, this.#findings.length);
    this.#findings.push(...findings);
    this.#viewer?.receive(news);
  }
}

/** Lets the panel, whose thread this is, do what waits. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A trap ends the module instance; an ordinary error is the module's own word about one entry. */
const isTrap = (error) => error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
