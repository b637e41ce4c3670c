# What was done before is not done again: a stamp holds the digest of the inputs that a step last saw.
# shellcheck shell=bash

STAMPS=target/stamps

# done_before STEP DIGEST
done_before() { [ -f "$STAMPS/$1" ] && [ "$(cat "$STAMPS/$1")" = "$2" ]; }

mark_done() {
  mkdir -p "$STAMPS"
  printf '%s\n' "$2" >"$STAMPS/$1"
}

# digest PATH...: of the names and contents of these files and of all files in these folders.
digest() {
  find "$@" -type f | LC_ALL=C sort | while read -r file; do
    printf '%s\n' "$file"
    cat "$file"
  done | sha256
}

sha256() { if has sha256sum; then sha256sum; else shasum -a 256; fi; }
