# Installing what is missing: Debian's packages, and the test tools that npm brings.
# shellcheck shell=bash

# The word before a command that only root may run.
as_root() { [ "$(id -u)" = 0 ] || printf 'sudo '; }

# install_packages NAME...: fails where it cannot. It never removes a package, so that nobody's toolchain is replaced.
install_packages() {
  local sudo=() log
  has apt-get || return 1
  if [ "$(id -u)" != 0 ]; then
    has sudo || return 1
    sudo=(sudo)
    # Without a terminal nobody can answer the question for a password.
    [ -t 0 ] || sudo+=(--non-interactive)
  fi
  say "Installing $* with apt-get …"
  log=$(mktemp)
  if { ${sudo[@]+"${sudo[@]}"} apt-get update &&
    ${sudo[@]+"${sudo[@]}"} env DEBIAN_FRONTEND=noninteractive \
      apt-get -o DPkg::Lock::Timeout=120 install --yes --no-remove "$@"; } >"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 5 "$log" >&2
    rm -f "$log"
    return 1
  fi
}

install_test_tools() {
  local wanted
  wanted=$(digest tests/package-lock.json)
  if done_before npm "$wanted" && [ -d tests/node_modules ]; then return; fi
  say "Installing the test tools (npm ci) …"
  npm ci --prefix tests --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
  mark_done npm "$wanted"
}

# The lab makes its own certificate.
need_openssl() {
  if has openssl || install_packages openssl; then return; fi
  fail "\"./build.sh $1\" makes a certificate for this machine with openssl, which is not on the PATH." \
    "Install it: $(if has brew; then echo "brew install openssl"; else echo "$(as_root)apt-get install openssl"; fi)"
}

# The tests know where browsers are found; only they are asked, so that both look in the same places.
need_chromium() {
  if has_chromium; then return; fi
  if install_packages chromium && has_chromium; then return; fi
  if has apt-get; then
    fail "\"./build.sh $1\" runs in Chromium, and none was found." "Install it: $(as_root)apt-get install chromium" \
      "Or name one: CHROMIUM=/path/to/chromium ./build.sh $1"
  fi
  fail "\"./build.sh $1\" runs in Chromium, and none was found." "Install Chromium or Google Chrome: https://www.google.com/chrome/" \
    "Or name one: CHROMIUM=/path/to/chromium ./build.sh $1"
}

has_chromium() {
  node --input-type=module --eval 'import { findChromium } from "./tests/e2e/browser.mjs"; await findChromium();' 2>/dev/null
}

# The real client libraries of Python, and mitmproxy, in a Python of their own.
install_python_tools() {
  local wanted
  wanted=$(digest tests/real/requirements.txt)
  if done_before python "$wanted" && [ -x target/python/bin/python ]; then return; fi
  say "Installing the Python libraries that the tests run (pip) …"
  rm -rf target/python
  make_venv
  target/python/bin/python -m pip --quiet --disable-pip-version-check install --requirement tests/real/requirements.txt
  mark_done python "$wanted"
}

make_venv() {
  if python3 -m venv target/python >/dev/null 2>&1; then return; fi
  if install_packages python3-venv && python3 -m venv target/python; then return; fi
  fail "The tests run real Python libraries and need Python 3.9 or newer with venv; \"python3 -m venv\" fails here." \
    "Install it: $(if has brew; then echo "brew install python"; else echo "$(as_root)apt-get install python3-venv"; fi)"
}
