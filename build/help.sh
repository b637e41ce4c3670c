# What ./build.sh can do, in words.
# shellcheck shell=bash

help_all() {
  cat <<'TEXT'
Usage: ./build.sh [VERB]

  dist               build the Chrome extension (the default)
  demo [--headless]  try it: a browser, a failing token request, the explanation
  test               run everything that guards the project
  help [VERB]        this text, or more about one verb

All verbs need a Rust toolchain; demo and test need Node.js 20 or newer as well.
What else is missing is installed, or named with the command that installs it.

Environment:
  GRANTLENS_NO_RUSTUP=1  leave rustup's toolchains as they are
  CHROMIUM=PATH          the browser for demo and test
TEXT
}

help_dist() {
  cat <<'TEXT'
Usage: ./build.sh dist

Builds the extension for Chrome:
  dist/chrome/                       to load with "Load unpacked" on chrome://extensions
  dist/grantlens-chrome-VERSION.zip  the same files in one archive

The first build takes a few minutes, later ones seconds. It needs a Rust toolchain
that can build for WebAssembly: where none can, "rustup target add" is tried, then
Debian's packages rustc-web, cargo-web and rust-web-src.
TEXT
}

help_demo() {
  cat <<'TEXT'
Usage: ./build.sh demo [--headless]

Builds the extension, starts a stand-in for Google on this machine, and opens Chromium
with DevTools on a page of token requests that fail. Nothing leaves the machine.

  --headless  no window: runs one failing exchange, prints the explanation, and leaves
              the exported report and a screenshot of the panel in dist/demo/.
              This is the default on Linux where there is no display.
TEXT
}

help_test() {
  cat <<'TEXT'
Usage: ./build.sh test

Runs everything that guards the project: format, clippy, native tests, WebAssembly
tests, end-to-end tests in Chromium, extension lint, dependency audit. It stops at the
first step that fails; when all pass, the last line counts them.

Environment:
  GRANTLENS_SHARED=PATH  a folder with the public test suites that some tests read;
                         without it those tests say that they were not run
TEXT
}

help() {
  case ${1-} in
    "") help_all ;;
    dist | demo | test) "help_$1" ;;
    *) misused "There is no verb \"$1\"." ;;
  esac
}
