# What the module weighs as it ships.
# shellcheck shell=bash

print_size() {
  build_dist small
  xtask size "$(wasm_module small)" "$EXTENSION/grantlens_bg.wasm"
  if has node; then
    printf '\n%10s  the same module with brotli\n' "$(brotli "$EXTENSION/grantlens_bg.wasm")"
  else
    say "Not measured: brotli, for there is no Node.js here."
  fi
}

brotli() { node -p 'require("node:zlib").brotliCompressSync(require("node:fs").readFileSync(process.argv[1])).length' "$1"; }
