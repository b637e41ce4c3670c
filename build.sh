#!/usr/bin/env bash
# The one door to building, trying and testing Grantlens: "./build.sh help" says what it can do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

. build/say.sh
. build/help.sh
. build/need.sh
. build/stamp.sh
. build/packages.sh
. build/wasm.sh
. build/dist.sh
. build/size.sh
. build/demo.sh
. build/audit.sh
. build/bench.sh
. build/leaks.sh
. build/strain.sh
. build/fuzz.sh
. build/mutants.sh
. build/test.sh

main() {
  local verb=${1-dist}
  [ $# -eq 0 ] || shift
  case "${1-}" in -h | --help) verb=help_$verb ;; esac
  case $verb in
    help | -h | --help) help "$@" ;;
    help_*) help "${verb#help_}" ;;
    dist)
      takes_nothing dist "$@"
      build_dist quick
      ;;
    release)
      takes_nothing release "$@"
      build_release
      ;;
    size)
      takes_nothing size "$@"
      print_size
      ;;
    demo) run_demo "$@" ;;
    test)
      takes_nothing test "$@"
      run_tests
      ;;
    leaks)
      takes_nothing leaks "$@"
      run_leaks
      ;;
    bench) run_bench "$@" ;;
    faults)
      takes_nothing faults "$@"
      run_faults
      ;;
    load) run_load "$@" ;;
    fuzz) run_fuzz "$@" ;;
    mutants) run_mutants "$@" ;;
    licences)
      takes_nothing licences "$@"
      need_rust
      xtask licences "$LICENCES"
      say "Done: $LICENCES."
      ;;
    *) misused "There is no verb \"$verb\"." ;;
  esac
}

takes_nothing() { [ $# -eq 1 ] || misused "$1 takes no argument, not \"$2\"."; }

main "$@"
