# web-ext's lint of the built extension, warnings as errors.
# shellcheck shell=bash

# The linter knows Firefox's rules, which ask for two keys that a manifest for Chrome has no use for. It reads a copy
# that has them, so that no message needs to be excused.
lint_extension() {
  local copy=target/lint
  rm -rf "$copy"
  cp -R "$EXTENSION" "$copy"
  node --input-type=module --eval '
    import { readFileSync, writeFileSync } from "node:fs";
    const [file] = process.argv.slice(1);
    const manifest = JSON.parse(readFileSync(file, "utf8"));
    const data_collection_permissions = { required: ["none"] };
    const gecko = { id: "lint@grantlens.example", strict_min_version: "142.0", data_collection_permissions };
    manifest.browser_specific_settings = { gecko, ...manifest.browser_specific_settings };
    writeFileSync(file, JSON.stringify(manifest));
  ' "$copy/manifest.json"
  tests/node_modules/.bin/web-ext lint --no-config-discovery --no-input --warnings-as-errors --source-dir "$copy"
}
