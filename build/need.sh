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
    fail "Grantlens is built with Rust $needed or newer, and no cargo and rustc are on the PATH." \
      "Install them: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh" \
      "Then open a new terminal and run this command again."
  fi
  found=$(rust_version rustc)
  [ -n "$found" ] || fail "rustc is on the PATH ($(command -v rustc)) and does not run." "Install a toolchain: rustup default stable"
  at_least "$needed" "$found" || fail "Grantlens is built with Rust $needed or newer; this is Rust $found." "Bring it up to date: rustup update stable"
}

# need_node VERB
need_node() {
  local found hint="Install it: https://nodejs.org/en/download"
  if has apt-get; then hint="Install it: $(as_root_words)apt-get install nodejs npm"; elif has brew; then hint="Install it: brew install node"; fi
  has node || fail "\"$1\" runs a real browser from Node.js 20 or newer, and no node is on the PATH." "$hint" "./build.sh dist needs no Node.js."
  found=$(node --version)
  at_least 20 "${found#v}" || fail "\"$1\" needs Node.js 20 or newer; this is ${found#v}." "Install a newer one: https://nodejs.org/en/download"
  has npm || fail "\"$1\" installs its test tools with npm, and no npm is on the PATH." "$hint"
}

is_root() { [ "$(id -u)" = 0 ]; }
as_root_words() { is_root || printf 'sudo '; }

# Installs Debian packages where that needs no question answered; 1 where it cannot. Never removes a package.
install_packages() {
  local as_root=()
  has apt-get || return 1
  if ! is_root; then
    has sudo || return 1
    if [ -t 0 ]; then as_root=(sudo); else as_root=(sudo -n); fi
  fi
  say "Installing $* with apt-get …"
  local log
  log=$(mktemp)
  if ! { ${as_root[@]+"${as_root[@]}"} apt-get update && ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-remove "$@"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}
