// What the JavaScript of the pages says to a reader, chosen and filled in. The words themselves stand in
// extension/_locales/en/messages.json; the messages.js that is made of them when dist/ is put together is handed on here.

import { OPENED_LATE, PAUSED, RECORDER_RESTARTED, kilobytes, megabytes as inMegabytes, readOf } from "./messages.js";

export * from "./messages.js";

/** What a session's notes say, by their names. */
export const NOTES = {
  "opened-late": OPENED_LATE,
  paused: PAUSED,
  "recorder-restarted": RECORDER_RESTARTED,
};

/** `12.3 MB of 50.0 MB`, of lengths in bytes. */
export function megabytes(done, size) {
  const words = (length) =>
    length < 1e6 ? kilobytes(Math.round(length / 1e3)) : inMegabytes((length / 1e6).toFixed(1));
  return done < size ? readOf(words(done), words(size)) : words(size);
}
