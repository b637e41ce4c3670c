# What a machine must have before anything can be built, and the words for what is missing.
# shellcheck shell=bash

has() { command -v "$1" >/dev/null 2>&1; }

# at_least 1.88 1.96.0: is the second version the first or a later one?
at_least() {
  local wanted_major wanted_minor major minor
  IFS=. read -r wanted_major wanted_minor _ <<<"$1.0"
  IFS=. read -r major minor _ <<<"$2.0"
  [ $((major * 1000 + minor)) -ge $((wanted_major * 1000 + wanted_minor)) ]
}

rust_needed() { sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml; }

# rust_version RUSTC: 1.96.0, or nothing where that rustc does not run.
rust_version() { "$1" --version 2>/dev/null | sed -n 's/^rustc \([0-9.]*\).*/\1/p'; }

need_rust() {
  local needed found
  needed=$(rust_needed)
  if ! has cargo || ! has rustc; then
    fail "Grantlens is built with Rust $needed or newer, and there is no cargo and rustc on the PATH." \
      "Install them: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh" \
      "Then open a new terminal and run this command again."
  fi
  found=$(rust_version rustc)
  [ -n "$found" ] || fail "There is a rustc on the PATH ($(command -v rustc)), but it does not run." \
    "Install a toolchain: rustup default stable"
  at_least "$needed" "$found" || fail "Grantlens is built with Rust $needed or newer; this is Rust $found." \
    "Bring it up to date: rustup update stable"
}

# need_node VERB
need_node() {
  local found
  if ! has node || ! has npm; then
    fail "\"./build.sh $1\" drives a real browser, which takes Node.js 20 or newer with npm, and they are not on the PATH." \
      "Install them: $(node_installation)" \
      "Building the extension (./build.sh dist) does without them."
  fi
  found=$(node --version)
  at_least 20 "${found#v}" || fail "\"./build.sh $1\" takes Node.js 20 or newer; this is ${found#v}." \
    "Install a newer one: https://nodejs.org/en/download"
}

node_installation() {
  if has apt-get; then
    echo "$(as_root)apt-get install nodejs npm"
  elif has brew; then
    echo "brew install node"
  else
    echo "https://nodejs.org/en/download"
  fi
}
