# The WebAssembly module: which toolchain can build it here, and building it.
# shellcheck shell=bash

WASM_TARGET=wasm32-unknown-unknown
WASM_MODULE=target/wasm/$WASM_TARGET/release/grantlens.wasm

# Set by find_wasm_toolchain. WASM_STD is "ready" where the target's standard library is installed, "source" where it is
# built from its source, which takes a linker of our own choice as well.
WASM_RUSTC="" WASM_STD="" WASM_LINKER=""

find_wasm_toolchain() {
  [ -z "$WASM_RUSTC" ] || return 0
  if use_ready_std; then return; fi
  if [ "${GRANTLENS_NO_RUSTUP:-}" != 1 ] && has rustup; then
    say "Adding the WebAssembly target to the Rust toolchain (rustup target add $WASM_TARGET) …"
    if rustup target add "$WASM_TARGET" && use_ready_std; then return; fi
    say "rustup could not add it; trying a standard library built from source."
  fi
  if use_std_source; then return; fi
  if install_packages "${STD_SOURCE_PACKAGES[@]}" && use_std_source; then return; fi
  if has apt-get; then
    fail "No Rust toolchain here can build for $WASM_TARGET. One of these commands brings one:" \
      "rustup target add $WASM_TARGET" "$(as_root_words)apt-get install ${STD_SOURCE_PACKAGES[*]}"
  fi
  fail "No Rust toolchain here can build for $WASM_TARGET." "Add the target: rustup target add $WASM_TARGET"
}

STD_SOURCE_PACKAGES=(rustc-web cargo-web rust-web-src rust-web-llvm)

use_ready_std() {
  local rustc std
  while read -r rustc; do
    std=$("$rustc" --print target-libdir --target "$WASM_TARGET" 2>/dev/null) || continue
    compgen -G "$std/libcore-*.rlib" >/dev/null || continue
    WASM_RUSTC=$rustc WASM_STD=ready
    return 0
  done < <(usable_rustcs)
  return 1
}

use_std_source() {
  local rustc sysroot linker
  while read -r rustc; do
    sysroot=$("$rustc" --print sysroot)
    [ -f "$sysroot/lib/rustlib/src/rust/library/Cargo.lock" ] || continue
    linker=$(wasm_linker "$sysroot") || continue
    WASM_RUSTC=$rustc WASM_STD=source WASM_LINKER=$linker
    return 0
  done < <(usable_rustcs)
  return 1
}

# Each rustc on the PATH that is new enough and has a cargo beside it: a cargo drives the rustc it came with.
usable_rustcs() {
  local rustc needed version
  needed=$(rust_needed)
  type -aP rustc | awk '!seen[$0]++' | while read -r rustc; do
    [ -x "$(dirname "$rustc")/cargo" ] || continue
    version=$(rust_version "$rustc")
    [ -n "$version" ] && at_least "$needed" "$version" && echo "$rustc"
  done
  return 0
}

wasm_linker() {
  local candidate
  for candidate in "$1"/lib/rustlib/*/bin/rust-lld "$1"/bin/rust-lld "${RUSTUP_HOME:-$HOME/.rustup}"/toolchains/*/lib/rustlib/*/bin/rust-lld; do
    if [ -x "$candidate" ]; then echo "$candidate"; return; fi
  done
  command -v rust-lld || command -v wasm-ld
}

build_wasm() {
  find_wasm_toolchain
  if [ -f "$WASM_MODULE" ]; then say "Bringing the WebAssembly module up to date …"; else say "Building the WebAssembly module (a few minutes the first time) …"; fi
  wasm_cargo rustc --lib --crate-type cdylib --release
}

# wasm_cargo SUBCOMMAND [ARGUMENT]...: the chosen toolchain, kept apart from the ordinary build. The caller's own flags
# and wrappers stay out: the module's bytes depend on this tree and the toolchain alone.
wasm_cargo() {
  local std=() subcommand=$1
  shift
  (
    unset RUSTFLAGS CARGO_BUILD_RUSTFLAGS RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER
    export RUSTC=$WASM_RUSTC CARGO_TARGET_DIR=target/wasm CARGO_ENCODED_RUSTFLAGS
    CARGO_ENCODED_RUSTFLAGS=$(wasm_flags)
    if [ "$WASM_STD" = source ]; then
      export RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$WASM_LINKER
      std=(-Zbuild-std=std,panic_abort)
    fi
    "$(dirname "$WASM_RUSTC")/cargo" "$subcommand" --locked --target "$WASM_TARGET" ${std[@]+"${std[@]}"} "$@"
  )
}

# Separated by the character that cargo wants there, so that paths may hold spaces. The paths of this machine are
# written as words, so that two folders give the same bytes.
wasm_flags() {
  local sysroot
  sysroot=$("$WASM_RUSTC" --print sysroot)
  printf '%s\037' -Ctarget-feature=+simd128 \
    "--remap-path-prefix=$sysroot/lib/rustlib/src/rust=/rust" "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
  printf '%s' "--remap-path-prefix=$PWD=/grantlens"
}
