# Mutation testing: what judges and redacts is changed in one place at a time, and some test has to notice. What none can notice stands
# in docs/mutants.md, with the reason.
# shellcheck shell=bash

CARGO_MUTANTS_VERSION=27.1.0
CARGO_MUTANTS=target/tools/bin/cargo-mutants
MUTANTS=target/mutants

# run_mutants [ARGUMENT…]: further arguments are those of cargo-mutants.
run_mutants() {
  local status=0 out=$MUTANTS/mutants.out unexplained
  need_rust
  install_cargo_mutants
  mkdir -p "$MUTANTS"
  rm -rf "$out"
  # Nobody looks at a mutant in a debugger, and without its tables it is built in half the time.
  CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 "$CARGO_MUTANTS" mutants --output "$MUTANTS" "$@" || status=$?
  case $status in
    0 | 2 | 3) ;;
    *) fail "cargo-mutants stopped with status $status. What it said is above, and in $out." ;;
  esac
  # With --list and the like nothing is run.
  [ -f "$out/missed.txt" ] || return 0
  printf 'mutants: %s caught, %s timed out, %s do not compile, %s missed\n' \
    "$(mutant_count caught)" "$(mutant_count timeout)" "$(mutant_count unviable)" "$(mutant_count missed)"
  unexplained=$(unexplained_mutants "$out/missed.txt")
  [ -z "$unexplained" ] || fail "No test notices these, and docs/mutants.md does not say why:" "$unexplained"
}

# mutant_count OUTCOME
mutant_count() { grep -c . "$MUTANTS/mutants.out/$1.txt" || true; }

# unexplained_mutants FILE: those lines of it that the table of docs/mutants.md lacks. Lines and columns do not count: they change.
unexplained_mutants() {
  local line row
  while IFS= read -r line; do
    row=$(sed -E 's/^([^:]*):[0-9]+:[0-9]+: (.*)$/| `\1` | `\2` |/; s/\|\|/\\|\\|/g' <<<"$line")
    grep -qF -- "$row" docs/mutants.md || printf '%s\n' "$line"
  done <"$1"
}

install_cargo_mutants() {
  if [ "$("$CARGO_MUTANTS" mutants --version 2>/dev/null)" = "cargo-mutants $CARGO_MUTANTS_VERSION" ]; then return; fi
  say "Building cargo-mutants $CARGO_MUTANTS_VERSION (a few minutes, once) …"
  cargo install --quiet --debug --force --locked --root target/tools --version "$CARGO_MUTANTS_VERSION" cargo-mutants
}
