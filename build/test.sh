# Everything that guards the project, in the order in which faults are cheapest to find. Two slow steps that wait on one core most of
# the time, the module and the audit's tool, run beside the others.
# shellcheck shell=bash

LOGS=target/logs

run_tests() {
  local began=$SECONDS
  need_rust
  need_node test
  mkdir -p "$LOGS"
  trap 'end_begun' EXIT

  begin dist build_release
  step format "Format" check_format
  step clippy "Clippy" check_clippy
  step native "Native tests" test_native
  step leaks "Leak benchmark" test_leaks
  finish dist "The extension"
  begin audit audit_dependencies
  install_test_tools
  need_openssl test
  step wasm "WebAssembly tests" node_tests tests/wasm/*.test.mjs
  step harness "Tests of the lab and the test tools" node_tests tests/lab/*.test.mjs tests/e2e/*.test.mjs
  install_python_tools
  cargo build --quiet --locked
  step real "Real client libraries" node_tests tests/real/*.test.mjs
  need_chromium test
  step e2e "End-to-end tests in Chromium" node tests/e2e/run.mjs
  step lint "Extension lint" node build/lint.mjs "$EXTENSION" target/lint
  finish audit "Dependency audit"

  printf '\nAll green: %s native tests, %s wasm tests, %s lab tests, %s fixes and recipes run with real libraries, %s end-to-end scenarios, lint %s errors, %s crates audited; %s\n' \
    "$(total native '^ *Summary .* \([0-9]*\) passed.*' '^test result: ok. \([0-9]*\) passed.*')" \
    "$(total wasm '^.* pass \([0-9]*\)$')" \
    "$(total harness '^.* pass \([0-9]*\)$')" \
    "$(total real '^.* pass \([0-9]*\)$')" \
    "$(total e2e '^\([0-9]*\) scenarios.*')" \
    "$(total lint '^lint: \([0-9]*\) errors$')" \
    "$(total audit '^\([0-9]*\) crates audited$')" \
    "$(duration $((SECONDS - began)))"
}

# step NAME TITLE COMMAND...: shows what the command says and keeps it for the counts.
step() {
  local name=$1 title=$2 began=$SECONDS status
  shift 2
  printf '\n==> %s\n' "$title"
  # Not in a condition: there bash would let the command run on after a failure inside it.
  set +e
  (set -e && "$@") 2>&1 | tee "$LOGS/$name.log"
  status=${PIPESTATUS[0]}
  set -e
  [ "$status" -eq 0 ] || fail "\"$title\" failed after $(duration $((SECONDS - began))). What it said is above, and in $LOGS/$name.log."
  printf '    %s: passed in %s\n' "$title" "$(duration $((SECONDS - began)))"
}

# begin NAME COMMAND...: runs the command beside what follows; "finish" waits for it and shows what it said.
begin() {
  local name=$1
  shift
  # A group of its own, so that it can be ended with all that it started.
  set -m
  (set -e && "$@") >"$LOGS/$name.log" 2>&1 &
  set +m
  printf '%s %s\n' $! "$SECONDS" >"$LOGS/$name.begun"
}

# finish NAME TITLE
finish() {
  local pid began status
  read -r pid began <"$LOGS/$1.begun"
  printf '\n==> %s\n' "$2"
  set +e
  wait "$pid"
  status=$?
  set -e
  cat "$LOGS/$1.log"
  [ "$status" -eq 0 ] || fail "\"$2\" failed. What it said is above, and in $LOGS/$1.log."
  printf '    %s: passed; ready %s after its begin, which was beside other steps\n' "$2" "$(duration $((SECONDS - began)))"
}

# What was begun does not outlive a step that failed.
end_begun() {
  local pid
  for pid in $(jobs -p); do kill -- "-$pid" 2>/dev/null || true; done
}

# total STEP PATTERN...: the sum of the numbers that the patterns find in what the step said.
total() {
  local log=$LOGS/$1.log pattern program=""
  shift
  for pattern in "$@"; do program+="s/$pattern/\\1/p;"; done
  sed $'s/\033\\[[0-9;]*m//g' "$log" | sed -n "$program" | awk '{ sum += $1 } END { print sum + 0 }'
}

check_format() {
  has_component fmt rustfmt
  cargo fmt --all --check
}

check_clippy() {
  has_component clippy clippy
  cargo clippy --locked --workspace --all-targets -- -D warnings
}

# has_component SUBCOMMAND COMPONENT
has_component() {
  cargo "$1" --version >/dev/null 2>&1 || fail "cargo $1 is missing from this Rust toolchain." "Add it: rustup component add $2"
}

test_native() {
  if has cargo-nextest; then
    cargo nextest run --locked --workspace --status-level fail
  else
    cargo test --locked --workspace --all-targets
  fi
  cargo test --locked --workspace --doc
}

node_tests() {
  [ -f "$1" ] || fail "There is no test named $1."
  node --test --test-reporter=spec "$@"
}
