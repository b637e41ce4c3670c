# What the extension survives, and what it costs when there is much to see: suites of the end-to-end tests that take minutes.
# shellcheck shell=bash

run_faults() {
  ready_for faults
  node tests/e2e/run.mjs --suite faults
}

# run_load [SCALE]
run_load() {
  local scale=${1-1}
  [[ $scale =~ ^[01]?(\.[0-9]+)?$ ]] || misused "load takes a part of its load, such as 0.1, not \"$scale\"."
  [ $# -le 1 ] || misused "load takes one argument, not \"$2\"."
  ready_for load
  node tests/e2e/run.mjs --suite load --scale "$scale"
}

# ready_for VERB: the extension as it ships, and what drives it.
ready_for() {
  need_rust
  need_node "$1"
  build_dist small
  install_test_tools
  need_openssl "$1"
  need_chromium "$1"
}
