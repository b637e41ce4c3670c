# What the build tells its user. Progress goes to standard error, so that standard output holds the result alone.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

# fail SENTENCE [LINE]...: the sentence says what is wrong, the lines after it what to do.
fail() {
  printf 'error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit 1
}

# misused SENTENCE: the command line itself is at fault.
misused() {
  printf 'error: %s\n  ./build.sh help says what there is.\n' "$1" >&2
  exit 2
}

# duration SECONDS
duration() {
  if [ "$1" -lt 60 ]; then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi
}
