// Keeps how the reader wants the panel: sizes, sorting, theme, what to keep of the log. What was seen is never among it: the
// viewer writes words of closed lists and numbers alone. This is the one place of the project that writes anything down.

const NAME = "grantlens-settings";

/** @returns {string} what was kept, or nothing, as where the browser keeps nothing */
export function settings() {
  try {
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} text */
export function keep(text) {
  try {
    localStorage.setItem(NAME, text);
  } catch {
    // Without storage the settings last as long as the page.
  }
}
