// Every sentence that the JavaScript of the pages says to a reader. The viewer's own are in src/viewer/words.rs, the core's in
// the report, and what a cause says is on its page.

/** What a session's notes say, by their names. */
export const NOTES = {
  "opened-late":
    "What happened before DevTools was opened cannot be seen. Reload the page to see the sign-in from its start.",
  paused: "Recording is paused. What happens now is not seen.",
  "recorder-restarted":
    "The recorder stopped on one exchange and was started again. That exchange is missing, and later ones are not compared with those before it.",
};

export const RELOADED = "Grantlens was updated or reloaded. Close DevTools and open it again to go on.";

export const READER_LOST =
  "The reader stopped on a fault of Grantlens and was started again. What it had found stays, and what comes is not compared with it.";

export const OPEN_AGAIN = "Close DevTools and open it again.";
export const RELOAD_PAGE = "Reload the page to go on.";

/** When all stops: what to do, and why. */
export const stopped = (advice, why) => `Grantlens stopped. ${advice} (${why})`;

export const UNPACKS_TOO_LARGE = "it unpacks to more than 1 GiB, and is not read further. Unpack it and open a part of it.";
export const unpacksManyTimes = (times) =>
  `it unpacks to more than ${times} times its size, and is not read further. Unpack it to read it all.`;
export const damagedAfter = (read) => `its compressed data is damaged after ${read}.`;

/** `12.3 MB of 50.0 MB`. */
export function megabytes(done, size) {
  const words = (length) => (length < 1e6 ? `${Math.round(length / 1e3)} KB` : `${(length / 1e6).toFixed(1)} MB`);
  return done < size ? `${words(done)} of ${words(size)}` : words(size);
}
