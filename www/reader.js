// The worker that reads imported inputs, one after the other. The module, Rust in WebAssembly, reads and judges; here are
// the bytes: fetched from a blob, decompressed where they are compressed, handed over in slices.

import init, { Importer } from "./grantlens.js";
import { SAMPLE, UNPACKS_TOO_LARGE, damagedAfter, megabytes, unpacksManyTimes } from "./words.js";

/** News and progress are told this often, and the judging that they take may have a fifth of the time. */
const BEAT_MS = 100;
const SHARE = 1 / 5;
/** So many findings go over at once: the page takes them in between two of its frames. */
const AT_ONCE = 50;
/** So many bytes are fetched at once. */
const SLICE = 1 << 18;
/** What a compressed input may become, in bytes, and how many times its size; a small one may grow more. */
const LARGEST = 1 << 30;
const MOST_TIMES = 200;
const SMALL = 64 << 20;

const importer = init({ module_or_path: new URL("grantlens_bg.wasm", import.meta.url) }).then(() => {
  const reader = new Importer();
  tell("newReader", reader.shareValues());
  return reader;
});
let queue = Promise.resolve();
let waiting = 0;
/** Inputs that were asked for before the latest stop are not read. */
let stops = 0;

const acts = {
  read(name, blob) {
    const asked = stops;
    waiting += 1;
    later(async (reader) => {
      waiting -= 1;
      tell("begun");
      await read(reader, name, blob, () => asked !== stops);
      tell("ended");
      if (waiting === 0) tell("rested");
    });
  },
  sample() {
    later((reader) => {
      tell("reading", SAMPLE, 0, 1, waiting);
      reader.sample();
      tellNews(reader);
      tell("rested");
    });
  },
  stop() {
    stops += 1;
  },
  state(finding, cause, yes) {
    later((reader) => {
      reader.state(finding, cause, yes);
      tellNews(reader);
    });
  },
};

addEventListener("message", ({ data: [act, ...rest] }) => acts[act](...rest));

const tell = (...message) => postMessage(message);

function later(act) {
  queue = queue.then(async () => {
    try {
      await act(await importer);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) tell("lost");
      else tell("fault", error.message);
    }
  });
}

async function read(reader, givenName, blob, isStopped) {
  const before = reader.count();
  let next = performance.now() + BEAT_MS;
  let done = 0;
  // A file may be called what is secret: from here on it has the name that may be said.
  const name = reader.begin(givenName);
  tell("reading", name, 0, blob.size, waiting);
  try {
    if (isStopped()) {
      reader.stop(megabytes(0, blob.size));
      return;
    }
    const slices = await unpacked(blob, (length) => { done += length; });
    for await (const slice of slices) {
      reader.push(slice);
      const now = performance.now();
      if (now < next) continue;
      tell("reading", name, done, blob.size, waiting);
      tellNews(reader);
      await turn();
      if (isStopped()) {
        reader.stop(megabytes(done, blob.size));
        return;
      }
      next = performance.now() + Math.max(BEAT_MS, (performance.now() - now) / SHARE);
    }
    reader.end();
    if (reader.count() === before) reader.nothing(name);
  } catch (error) {
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) throw error;
    tell("fault", `${name}: ${error.message}`);
  } finally {
    tellNews(reader);
  }
}

function tellNews(reader) {
  reader.judge();
  // Before any finding: nothing leaves the page that was not looked over for the values of the same input.
  const values = reader.freshValues();
  if (values.length > 0) tell("sawValues", values);
  for (let news = reader.news(AT_ONCE); news; news = reader.news(AT_ONCE)) tell("receiveImported", news);
}

/** The bytes of `blob`, decompressed where they are compressed; `count` is told how many were fetched. */
async function unpacked(blob, count) {
  const start = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const format = compression(start);
  if (!format) return plain(blob, count);
  const counted = blob.stream().pipeThrough(
    new TransformStream({
      transform(slice, next) {
        count(slice.length);
        next.enqueue(slice);
      },
    }),
  );
  return limited(values(counted.pipeThrough(new DecompressionStream(format))), blob.size);
}

/** gzip (RFC 1952), or zlib (RFC 1950), which `mitmdump` writes into `.zhar` files. */
function compression([first, second]) {
  if (first === 0x1f && second === 0x8b) return "gzip";
  if (first === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(second)) return "deflate";
  return undefined;
}

async function* limited(slices, size) {
  let length = 0;
  try {
    for await (const slice of slices) {
      length += slice.length;
      if (length > LARGEST) throw new RangeOver(UNPACKS_TOO_LARGE);
      if (length > SMALL && length > MOST_TIMES * size) {
        throw new RangeOver(unpacksManyTimes(MOST_TIMES));
      }
      yield slice;
    }
  } catch (error) {
    throw error instanceof RangeOver ? error : new Error(damagedAfter(megabytes(length, length)));
  }
}

class RangeOver extends Error {}

/** The bytes of `blob` as they are, all of them in the memory of one slice: what is fetched leaves nothing to be collected. */
async function* plain(blob, count) {
  const reader = blob.stream().getReader({ mode: "byob" });
  try {
    let memory = new ArrayBuffer(SLICE);
    for (;;) {
      // Where the browser can wait for a full slice, what is left at the end may come with the end itself.
      const { done, value } = await reader.read(new Uint8Array(memory), { min: SLICE });
      if (value?.length > 0) {
        count(value.length);
        yield value;
      }
      if (done) return;
      memory = value.buffer;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** A stream's slices. Not every browser lets a stream itself be walked. */
async function* values(stream) {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** Lets messages in. */
const turn = () => new Promise((resolve) => setTimeout(resolve));
