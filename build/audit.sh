# Dependencies: licences, duplicates and sources as deny.toml wants them, and known vulnerabilities where the lists of
# them can be reached.
# shellcheck shell=bash

CARGO_DENY_VERSION=0.20.2
CARGO_DENY=target/tools/bin/cargo-deny

audit_dependencies() {
  install_cargo_deny
  "$CARGO_DENY" --locked check licenses bans sources
  printf '%s crates audited\n' "$("$CARGO_DENY" --locked list --layout crate 2>/dev/null | wc -l | tr -d ' ')"
  audit_advisories
  audit_npm_advisories
}

# Unoptimised, it is built in a quarter of the time and still judges in seconds. Its own lock file may name crates
# that the registry in use does not serve, so that it is left out.
install_cargo_deny() {
  if [ "$("$CARGO_DENY" --version 2>/dev/null)" = "cargo-deny $CARGO_DENY_VERSION" ]; then return; fi
  say "Building cargo-deny $CARGO_DENY_VERSION (a few minutes, once) …"
  CARGO_PROFILE_DEV_DEBUG=0 cargo install --quiet --debug --force --root target/tools --version "$CARGO_DENY_VERSION" cargo-deny
}

audit_advisories() {
  if [ "${GRANTLENS_NO_RUSTUP:-}" = 1 ]; then
    say "Not checked: advisories on crates. GRANTLENS_NO_RUSTUP=1 keeps to the package registries, and the RustSec database is elsewhere."
  elif "$CARGO_DENY" fetch db >/dev/null 2>&1; then
    "$CARGO_DENY" --locked check advisories
  else
    say "Not checked: advisories on crates, for the RustSec database cannot be reached from here."
  fi
}

# What npm installs is used by the tests alone and never shipped: high and critical ones fail.
audit_npm_advisories() {
  local answer
  answer=$(npm audit --prefix tests --audit-level=high --json 2>/dev/null) && {
    echo "No advisory of high severity on the test tools."
    return
  }
  if grep -q '"auditReportVersion"' <<<"$answer"; then
    npm audit --prefix tests --audit-level=high
  else
    say "Not checked: advisories on the test tools, for the npm registry in use does not answer audits."
  fi
}
