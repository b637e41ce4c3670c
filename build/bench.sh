# How fast it is: everything measured beside its reference, in one table.
# shellcheck shell=bash

BENCH=target/bench
COUNTS=benches/instructions.tsv

# run_bench [instructions]
run_bench() {
  case ${1-} in
    "") bench_all ;;
    instructions)
      need_rust
      count_instructions
      ;;
    *) misused "bench takes \"instructions\" or nothing, not \"$1\"." ;;
  esac
}

bench_all() {
  need_rust
  need_node bench
  install_test_tools
  need_openssl bench
  need_chromium
  build_dist small
  mkdir -p "$BENCH"
  cargo build --quiet --locked --release
  bench write "$BENCH/100-MB.har" 100000000
  bench write "$BENCH/1-GB.har" 1000000000
  say "Measuring the core (some minutes) …"
  bench core --quiet >"$BENCH/core.log"
  node tests/bench/run.mjs
  printf '\n'
  count_instructions
  say "Drawing docs/pictures/growth.svg …"
  bench growth 100000 "$BENCH/curves.json" docs/pictures/growth.svg >"$BENCH/growth.json"
  rm -f "$BENCH"/*.har
}

# bench NAME [ARGUMENT]...
bench() {
  local name=$1
  shift
  cargo bench --quiet --locked --bench "$name" -- "$@"
}

# Instructions do not depend on what else runs, so a change of one in a hundred shows.
count_instructions() {
  local program path items log counted kept
  if ! has valgrind && ! install_packages valgrind; then
    say "Not counted: instructions, for there is no valgrind here."
    return
  fi
  mkdir -p "$BENCH"
  program=$(cargo bench --quiet --locked --no-run --message-format json --bench instructions | sed -n '/"name":"instructions"/s/.*"executable":"\([^"]*\)".*/\1/p')
  log=$(mktemp)
  : >"$BENCH/instructions.tsv"
  printf '%-32s %12s %12s %9s\n' "instructions for each" "kept" "now" "change"
  while IFS=$'\t' read -r path kept; do
    items=$(valgrind --tool=callgrind --callgrind-out-file="$BENCH/callgrind.$path" --toggle-collect='*counted*' \
      "$program" "$path" 2>"$log")
    counted=$(sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$log")
    [ -n "$counted" ] || fail "valgrind counted nothing for \"$path\"." "$(tail -n 1 "$log")"
    counted=$((counted / items))
    printf '%s\t%s\n' "$path" "$counted" >>"$BENCH/instructions.tsv"
    printf '%-32s %12s %12s %8s%%\n' "$path" "$kept" "$counted" "$(awk "BEGIN { printf \"%+.1f\", 100 * ($counted / $kept - 1) }")"
  done <"$COUNTS"
  rm -f "$log"
  if [ "${GRANTLENS_BLESS:-}" = 1 ]; then cp "$BENCH/instructions.tsv" "$COUNTS"; fi
}
