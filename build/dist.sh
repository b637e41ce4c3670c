# dist/chrome, the folder that Chrome loads; dist/web, the page that stands alone; and, of what ships, the archive.
# shellcheck shell=bash

EXTENSION=dist/chrome
PAGE=dist/web
BINDINGS=target/bindings
LICENCES=THIRD-PARTY-LICENCES.txt
MESSAGES=extension/_locales/en/messages.json

# build_dist PROFILE
build_dist() {
  local inputs
  need_rust
  build_wasm "$1"
  inputs=$(digest extension www web xtask build catalogue/messages.rs "$LICENCES" Cargo.lock "$(wasm_module "$1")")
  if done_before dist "$inputs" && [ -f "$EXTENSION/manifest.json" ] && [ -f "$PAGE/index.html" ]; then
    say "$EXTENSION and $PAGE are up to date."
    return
  fi
  say "Putting $EXTENSION and $PAGE together …"
  assemble "$(wasm_module "$1")"
  mark_done dist "$inputs"
  say "Done: $EXTENSION (to load unpacked) and $PAGE (to serve from anywhere)."
}

build_release() {
  local version archive
  version=$(version_of_release)
  archive=dist/grantlens-chrome-$version.zip
  build_dist small
  rm -f dist/grantlens-chrome-*.zip
  xtask archive "$EXTENSION" "$archive"
  printf '%s  %s\n' "$(sha256 <"$archive" | cut -d ' ' -f 1)" "$(basename "$archive")" >dist/SHA256SUMS
  say "Done: $archive, and its checksum in dist/SHA256SUMS."
}

# Cargo.toml holds the version, and Chrome reads the manifest's: they must agree.
version_of_release() {
  local cargo manifest
  cargo=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml)
  manifest=$(sed -n 's/^ *"version": *"\([^"]*\)".*/\1/p' extension/manifest.json)
  [ "$cargo" = "$manifest" ] ||
    fail "The versions differ: Cargo.toml says ${cargo:-none}, extension/manifest.json says ${manifest:-none}." \
      "Write the version of Cargo.toml into extension/manifest.json."
  echo "$cargo"
}

# Made beside the old folder and moved into its place: no file of an earlier build remains, and Chrome never loads half
# of a new one.
# assemble MODULE
assemble() {
  local fresh=dist/.chrome
  rm -rf "$fresh"
  mkdir -p "$fresh"
  make_bindings "$1"
  cp -R extension/. www/. "$BINDINGS"/. "$LICENCES" "$fresh"
  xtask messages "$MESSAGES" "$fresh"
  name_build "$fresh"
  assemble_page "$fresh"
  rm -rf "$EXTENSION"
  mv "$fresh" "$EXTENSION"
}

# make_bindings MODULE: made once for a module, for they take as long as all the rest.
make_bindings() {
  local inputs
  inputs=$(digest xtask catalogue/messages.rs Cargo.lock "$1")
  if done_before bindings "$inputs" && [ -f "$BINDINGS/grantlens.js" ]; then return; fi
  rm -rf "$BINDINGS"
  mkdir -p "$BINDINGS"
  xtask bindings "$1" "$BINDINGS"
  mark_done bindings "$inputs"
}

# name_build FOLDER: the panel says which build it is by a digest of all that was put together, so that equal builds have
# equal names.
name_build() {
  local name
  name=$(cd "$1" && digest . | cut -c 1-12)
  printf 'export const BUILD = "%s";\n' "$name" >"$1/build.js"
}

# assemble_page EXTENSION: the page shares the viewer and the module with the extension.
assemble_page() {
  local fresh=dist/.web
  rm -rf "$fresh"
  mkdir -p "$fresh"
  cp -R www/. web/. "$fresh"
  rm "$fresh/panel.html" "$fresh/panel.js"
  cp "$1"/grantlens* "$1"/build.js "$LICENCES" extension/icons/icon.svg "$fresh"
  xtask messages "$MESSAGES" "$fresh"
  rm -rf "$PAGE"
  mv "$fresh" "$PAGE"
}

xtask() { cargo run --quiet --locked --package xtask -- "$@"; }
