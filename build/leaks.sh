# The leak benchmark: how many of 184 planted secrets survive in each sink.
# shellcheck shell=bash

test_leaks() {
  local log=target/logs/leaks.txt
  mkdir -p target/logs
  if ! cargo test --quiet --locked --test leaks -- --nocapture --test-threads=1 >"$log" 2>&1; then
    cat "$log" >&2
    fail "A planted secret survives, or a diagnosis is lost. What the benchmark said is above."
  fi
  grep -oE '[a-z][a-z -]* [0-9]+/[0-9]+$' "$log"
}
