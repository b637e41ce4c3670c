# dist/chrome, the folder that Chrome loads, and the archive of it.
# shellcheck shell=bash

EXTENSION=dist/chrome

build_dist() {
  local version archive inputs
  need_rust
  version=$(released_version)
  archive=dist/grantlens-chrome-$version.zip
  build_wasm
  inputs=$(digest_of_inputs)
  if done_before dist "$inputs" && [ -f "$EXTENSION/manifest.json" ] && [ -f "$archive" ]; then
    say "$EXTENSION is up to date."
    return
  fi
  say "Putting $EXTENSION together …"
  cargo build --quiet --locked --package xtask
  assemble "$archive"
  mark_done dist "$inputs"
}

# The version is written in Cargo.toml; Chrome reads the manifest's, so that the two must agree.
released_version() {
  local cargo manifest
  cargo=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
  manifest=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' extension/manifest.json)
  [ "$cargo" = "$manifest" ] ||
    fail "The versions differ: Cargo.toml says ${cargo:-none}, extension/manifest.json says ${manifest:-none}." "Write the version of Cargo.toml into extension/manifest.json."
  echo "$cargo"
}

# Made beside the old folder and moved into its place, so that no file of an earlier build remains and Chrome never
# loads half of a new one.
assemble() {
  local xtask=${CARGO_TARGET_DIR:-target}/debug/xtask fresh=dist/.chrome
  rm -rf "$fresh"
  mkdir -p "$fresh"
  cp -R extension/. www/. "$fresh"
  "$xtask" bindings "$WASM_MODULE" "$fresh"
  rm -rf "$EXTENSION" dist/grantlens-chrome-*.zip
  mv "$fresh" "$EXTENSION"
  "$xtask" archive "$EXTENSION" "$1"
}

digest_of_inputs() {
  { find extension www xtask/src build -type f -exec "${SHA256[@]}" {} + | sort; "${SHA256[@]}" Cargo.lock "$WASM_MODULE"; } | "${SHA256[@]}"
}
