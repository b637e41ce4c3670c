# The leak benchmark: how many of 184 planted secrets survive in each sink, of the core and of the command, and in the browser.
# shellcheck shell=bash

PLANTED=target/leaks/planted.json

run_leaks() {
  ready_for leaks
  test_leaks
  test_leaks_in_browser
}

# The recordings are written down for the browser's half.
test_leaks() {
  local log=target/logs/leaks.txt
  mkdir -p target/logs "$(dirname "$PLANTED")"
  if ! GRANTLENS_PLANTED=$PWD/$PLANTED cargo test --quiet --locked --test leaks -- --nocapture --test-threads=1 >"$log" 2>&1; then
    cat "$log" >&2
    fail "A planted secret survives, or a diagnosis is lost. What the benchmark said is above."
  fi
  leak_figures "$log"
}

test_leaks_in_browser() {
  local log=target/logs/leaks-in-browser.txt
  say "Importing and sending all of them in Chromium (a few minutes) …"
  if ! node tests/e2e/run.mjs --suite leaks --recordings "$PLANTED" >"$log" 2>&1; then
    cat "$log" >&2
    fail "A planted secret survives in the browser, or a diagnosis is lost. What the benchmark said is above."
  fi
  leak_figures "$log"
}

leak_figures() { grep -oE '[a-z][a-z -]* [0-9]+/[0-9]+$' "$1"; }
