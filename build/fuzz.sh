# Fuzzing: every target of fuzz/ for some seconds. What was found before stands in fuzz/corpus and is tried first.
# shellcheck shell=bash

CARGO_FUZZ_VERSION=0.13.2
CARGO_FUZZ=target/tools/bin/cargo-fuzz

# run_fuzz [SECONDS [TARGET…]]
run_fuzz() {
  local seconds=${1-60} target log failed=()
  [[ $seconds =~ ^[1-9][0-9]*$ ]] || misused "fuzz takes a number of seconds for each target, not \"$seconds\"."
  # shellcheck disable=SC2046
  [ $# -gt 1 ] || set -- "$seconds" $(fuzz_targets)
  shift
  for target in "$@"; do
    fuzz_targets | grep -x "$target" >/dev/null || misused "There is no target \"$target\". There are: $(fuzz_targets | tr '\n' ' ')"
  done
  need_rust
  install_cargo_fuzz
  mkdir -p "$LOGS"
  say "Building the targets (a few minutes) …"
  cargo_fuzz build
  for target in "$@"; do
    log=$LOGS/fuzz-$target.log
    mkdir -p "target/fuzz/$target"
    if cargo_fuzz run "$target" "target/fuzz/$target" "fuzz/corpus/$target" -- -max_total_time="$seconds" \
      -timeout=10 -rss_limit_mb=2048 -max_len=8192 -dict=fuzz/oauth.dict -print_final_stats=1 >"$log" 2>&1; then
      printf '%s: %s executions in %s s, nothing found\n' "$target" "$(fuzz_count "$log")" "$seconds"
    else
      printf '%s: found something after %s executions; see %s\n' "$target" "$(fuzz_count "$log")" "$log"
      failed+=("$target")
    fi
  done
  [ ${#failed[@]} -eq 0 ] || fail "Fuzzing found something in: ${failed[*]}." "The inputs are in fuzz/artifacts/."
}

fuzz_targets() { sed -n 's/^name = "\([a-z_]*\)"$/\1/p' fuzz/Cargo.toml; }

fuzz_count() { sed -n 's/^stat::number_of_executed_units: *//p' "$1"; }

# libFuzzer is guided by what the compiler counts, which only asks for an unstable switch; no sanitizer is needed without
# unsafe code.
cargo_fuzz() {
  local verb=$1
  shift
  RUSTC_BOOTSTRAP=1 "$CARGO_FUZZ" "$verb" --sanitizer none "$@"
}

install_cargo_fuzz() {
  if [ "$("$CARGO_FUZZ" --version 2>/dev/null)" = "cargo-fuzz $CARGO_FUZZ_VERSION" ]; then return; fi
  say "Building cargo-fuzz $CARGO_FUZZ_VERSION (a minute, once) …"
  cargo install --quiet --debug --force --root target/tools --version "$CARGO_FUZZ_VERSION" cargo-fuzz
}
