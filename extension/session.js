// Holds the recorder, which is Rust in WebAssembly, and passes its news to the panel. The module is loaded at the first
// entry that may matter. When it traps, a fresh one takes over with the findings so far; they hold no credential.

const NOTES = {
  "opened-late":
    "What happened before DevTools was opened cannot be seen. Reload the page to see the sign-in from its start.",
  paused: "Recording is paused. What happens now is not seen.",
  "recorder-restarted":
    "The recorder stopped on one exchange and was started again. That exchange is missing, and later ones are not compared with those before it.",
};

const RELOADED = "Grantlens was updated or reloaded. Close DevTools and open it again to go on.";

export class Session {
  #recorder;
  #starts = 0;
  #queue = Promise.resolve();
  /** The findings as the panel has them, kept for a restart. */
  #findings = [];
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
    this.#later((recorder) => recorder.note(id, on ? NOTES[id] : ""));
  }

  clear() {
    this.#findings = [];
    this.note("recorder-restarted", false);
    this.#later((recorder) => recorder.clear());
  }

  /** The developer's answer to the question of a cause, about a finding. */
  state(finding, cause, yes) {
    this.#later((recorder) => recorder.state(finding, cause, yes));
  }

  /** The panel is there: it gets everything now, and news from now on. */
  show(viewer, host) {
    if (this.#viewer === viewer) return;
    this.#viewer = viewer;
    viewer.attach(host);
    this.#later((recorder) => recorder.everything());
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
    this.#recorder ??= await this.#start();
    try {
      this.#pass(act(this.#recorder));
    } catch (error) {
      if (!isTrap(error)) throw error;
      this.#recorder = await this.#start();
      this.#notes.set("recorder-restarted", NOTES["recorder-restarted"]);
      for (const [id, text] of this.#notes) this.#recorder.note(id, text);
      this.#pass(this.#recorder.everything());
    }
  }

  async #start() {
    // A module instance that has trapped is lost; another address makes another instance.
    const module = await import(`./grantlens.js${this.#starts ? `?${this.#starts}` : ""}`);
    this.#starts += 1;
    await module.default({ module_or_path: new URL("grantlens_bg.wasm", import.meta.url) });
    const recorder = new module.Recorder();
    if (this.#findings.length > 0) recorder.resume(JSON.stringify(this.#findings));
    return recorder;
  }

  #pass(news) {
    if (!news) return;
    const { keep, findings } = JSON.parse(news);
    this.#findings.length = Math.min(keep, this.#findings.length);
    this.#findings.push(...findings);
    this.#viewer?.receive(news);
  }
}

/** A trap ends the module instance; an ordinary error is the module's own word about one entry. */
const isTrap = (error) => error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
