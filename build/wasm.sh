# The WebAssembly module: which toolchain can build it here, and building it.
# shellcheck shell=bash

WASM_TARGET=wasm32-unknown-unknown

# Set by find_wasm_toolchain. WASM_STD is "ready" where the target's standard library is installed, and "source" where
# it is built from its source, which takes a linker of our own choice as well.
WASM_RUSTC="" WASM_STD="" WASM_LINKER=""

find_wasm_toolchain() {
  if [ -n "$WASM_RUSTC" ] || use_ready_std; then return; fi
  if [ "${GRANTLENS_NO_RUSTUP:-}" != 1 ] && has rustup; then
    say "Adding the WebAssembly target (rustup target add $WASM_TARGET) …"
    if rustup target add "$WASM_TARGET" && use_ready_std; then return; fi
    say "rustup could not add it. Trying a standard library built from its source …"
  fi
  if use_std_source; then return; fi
  if install_packages rustc-web cargo-web rust-web-src && use_std_source; then return; fi
  if install_packages "$(linker_package)" && use_std_source; then return; fi
  if has apt-get; then
    fail "No Rust toolchain on the PATH can build for $WASM_TARGET. Either of these adds what is missing:" \
      "rustup target add $WASM_TARGET" "$(as_root)apt-get install rustc-web cargo-web rust-web-src $(linker_package)"
  fi
  fail "No Rust toolchain on the PATH can build for $WASM_TARGET." "Add the target: rustup target add $WASM_TARGET"
}

use_ready_std() {
  local rustc std
  while read -r rustc; do
    std=$("$rustc" --print target-libdir --target "$WASM_TARGET" 2>/dev/null) || continue
    compgen -G "$std/libcore-*.rlib" >/dev/null || continue
    WASM_RUSTC=$rustc WASM_STD=ready
    return
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
    return
  done < <(usable_rustcs)
  return 1
}

# Every rustc on the PATH that is new enough and has a cargo beside it: a cargo drives the rustc that it came with.
usable_rustcs() {
  local rustc needed version
  needed=$(rust_needed)
  while read -r rustc; do
    version=$(rust_version "$rustc")
    if [ -x "$(dirname "$rustc")/cargo" ] && [ -n "$version" ] && at_least "$needed" "$version"; then echo "$rustc"; fi
  done < <(type -aP rustc)
}

# wasm_linker SYSROOT
wasm_linker() {
  local candidate
  for candidate in "$1"/lib/rustlib/*/bin/rust-lld "$1"/bin/rust-lld \
    "${RUSTUP_HOME:-$HOME/.rustup}"/toolchains/*/lib/rustlib/*/bin/rust-lld; do
    if [ -x "$candidate" ]; then
      echo "$candidate"
      return
    fi
  done
  command -v wasm-ld
}

# Debian's rust-lld is a link into a package that is not installed with it; the link's own text is that package's name.
linker_package() {
  if [ -L /usr/bin/rust-lld ]; then basename "$(readlink /usr/bin/rust-lld)"; else echo lld; fi
}

# wasm_module PROFILE
wasm_module() { echo "target/wasm/$WASM_TARGET/$1/grantlens.wasm"; }

# build_wasm PROFILE: "quick" while one works on it, "small" for what ships.
build_wasm() {
  find_wasm_toolchain
  if [ -f "$(wasm_module "$1")" ]; then
    say "Bringing the WebAssembly module up to date …"
  else
    say "Building the WebAssembly module (a few minutes the first time) …"
  fi
  say "It is built by $("$WASM_RUSTC" --version), $(about_std)."
  wasm_cargo cargo rustc --lib --crate-type cdylib --profile "$1"
}

about_std() {
  if [ "$WASM_STD" = ready ]; then
    echo "with the standard library that came with it"
  else
    echo "with its standard library built from source"
  fi
}

# wasm_cargo PROGRAM SUBCOMMAND [ARGUMENT]...: runs cargo, or cargo-clippy, of the chosen toolchain, apart from the
# ordinary build. The caller's own flags, profiles and wrappers stay out: this tree and the toolchain alone make the module.
wasm_cargo() {
  local bin program=$1 subcommand=$2 std=()
  shift 2
  bin=$(dirname "$WASM_RUSTC")
  (
    # shellcheck disable=SC2046
    unset RUSTFLAGS CARGO_BUILD_RUSTFLAGS RUSTC_WRAPPER RUSTC_WORKSPACE_WRAPPER $(compgen -v CARGO_PROFILE_ || true)
    export CARGO=$bin/cargo RUSTC=$WASM_RUSTC CARGO_TARGET_DIR=target/wasm CARGO_ENCODED_RUSTFLAGS
    CARGO_ENCODED_RUSTFLAGS=$(wasm_flags)
    if [ "$WASM_STD" = source ]; then
      export RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$WASM_LINKER
      std=("-Zbuild-std=std,panic_abort")
    fi
    "$bin/$program" "$subcommand" --locked --target "$WASM_TARGET" ${std[@]+"${std[@]}"} "$@"
  )
}

# Separated by the character that cargo wants there, so that paths may hold spaces. The folders of this machine are
# replaced by words, so that a build in another folder gives the same bytes.
wasm_flags() {
  local sysroot
  sysroot=$("$WASM_RUSTC" --print sysroot)
  printf '%s\037' -Ctarget-feature=+simd128 \
    "--remap-path-prefix=$sysroot/lib/rustlib/src/rust=/rust" \
    "--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"
  printf '%s' "--remap-path-prefix=$PWD=/grantlens"
}
