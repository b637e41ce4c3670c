# The extension in a browser of its own, on a stand-in for Google that runs on this machine.
# shellcheck shell=bash

run_demo() {
  local mode=()
  case "$*" in
    "") if [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then mode=(--headless); fi ;;
    --headless) mode=(--headless) ;;
    *) misused "demo takes --headless or nothing, not \"$*\"." ;;
  esac
  need_rust
  need_node demo
  build_dist quick
  install_test_tools
  need_openssl demo
  need_chromium demo
  node tests/e2e/demo.mjs ${mode[@]+"${mode[@]}"}
}
