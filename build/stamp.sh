# What was done before is not done again: a stamp holds the digest of the inputs that a step last saw.
# shellcheck shell=bash

STAMPS=target/stamps
if has sha256sum; then SHA256=(sha256sum); else SHA256=(shasum -a 256); fi

# done_before STEP DIGEST
done_before() { [ -f "$STAMPS/$1" ] && [ "$(cat "$STAMPS/$1")" = "$2" ]; }

mark_done() {
  mkdir -p "$STAMPS"
  printf '%s\n' "$2" >"$STAMPS/$1"
}
