/**
 * node build/lint.mjs EXTENSION COPY
 *
 * web-ext's lint of a built extension. Every message fails it, warnings too.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const [extension, copy] = process.argv.slice(2);
addFirefoxKeys();
const faults = lint();
for (const { _type, code, file, line, message } of faults) console.log(`${_type}: ${file}${line ? `:${line}` : ''}: ${message} (${code})`);
console.log(`lint: ${faults.length} errors`);
process.exit(faults.length === 0 ? 0 : 1);

/** The linter knows Firefox's rules, which ask for keys that a manifest for Chrome has no use for. A copy has them. */
function addFirefoxKeys() {
  rmSync(copy, { recursive: true, force: true });
  cpSync(extension, copy, { recursive: true });
  const manifest = JSON.parse(readFileSync(`${copy}/manifest.json`, 'utf8'));
  manifest.browser_specific_settings = {
    gecko: { id: 'lint@grantlens.example', strict_min_version: '142.0', data_collection_permissions: { required: ['none'] } },
  };
  writeFileSync(`${copy}/manifest.json`, JSON.stringify(manifest));
}

function lint() {
  const options = ['lint', '--no-config-discovery', '--no-input', '--output', 'json', '--source-dir', copy];
  const { stdout, stderr } = spawnSync('tests/node_modules/.bin/web-ext', options, { encoding: 'utf8' });
  try {
    const { errors, warnings, notices } = JSON.parse(stdout);
    return [...errors, ...warnings, ...notices];
  } catch {
    console.error(`error: web-ext gave no answer.\n${stdout}${stderr}`);
    process.exit(1);
  }
}
