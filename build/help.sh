# What ./build.sh can do, in words.
# shellcheck shell=bash

help_all() {
  cat <<'TEXT'
Usage: ./build.sh [VERB]

  dist               build the Chrome extension (the default)
  release            build it as it ships: smaller, and as an archive too
  demo [--headless]  try it: a browser, a failing token request, the explanation
  size               what the WebAssembly module weighs, by section and by crate
  test               run everything that guards the project
  bench              measure everything beside its reference, in one table
  leaks              plant 184 secrets and count what survives in each output
  faults             break what can break around the extension, and see it go on
  load [SCALE]       100,000 requests and 11,000 exchanges: what they cost
  fuzz [SECONDS [TARGET…]]  try every reader with inputs that nobody thought of
  mutants [ARGUMENT…]  change what judges, one place at a time, and see a test notice
  licences           write down the licences of what ships
  help [VERB]        this text, or more about one verb

All verbs need a Rust toolchain; demo, test, bench, leaks, faults and load need Node.js 20 or newer as well.
What else is missing is installed, or named with the command that installs it.

Environment:
  GRANTLENS_NO_RUSTUP=1  leave rustup's toolchains as they are
  CHROMIUM=PATH          the browser for demo, test, bench, leaks, faults and load
TEXT
}

help_dist() {
  cat <<'TEXT'
Usage: ./build.sh dist

Builds the extension for Chrome, and the page that stands alone:
  dist/chrome/  to load with "Load unpacked" on chrome://extensions
  dist/web/     to serve from anywhere

The first build takes a few minutes, later ones seconds. It needs a Rust toolchain
that can build for WebAssembly: where none can, "rustup target add" is tried, then
Debian's packages rustc-web, cargo-web and rust-web-src.
TEXT
}

help_release() {
  cat <<'TEXT'
Usage: ./build.sh release

Builds dist/chrome/ and dist/web/ as they ship, optimised as one whole, and
  dist/grantlens-chrome-VERSION.zip  the files of dist/chrome/ in one archive
  dist/SHA256SUMS                    its checksum

This takes minutes after each change; "dist" takes seconds.
TEXT
}

help_size() {
  cat <<'TEXT'
Usage: ./build.sh size

Builds the module as it ships and prints what it weighs: in all, gzip and brotli, by section,
and its code by crate.
TEXT
}

help_demo() {
  cat <<'TEXT'
Usage: ./build.sh demo [--headless]

Builds the extension, starts a stand-in for Google on this machine, and opens Chromium
with DevTools on a page of token requests that fail. Nothing leaves the machine.

  --headless  no window: runs one failing exchange, prints the explanation, and leaves
              the exported report and a screenshot of the panel in dist/demo/.
              This is the default on Linux where there is no display.
TEXT
}

help_test() {
  cat <<'TEXT'
Usage: ./build.sh test

Runs everything that guards the project: format, clippy, native tests, WebAssembly
tests, end-to-end tests in Chromium, extension lint, dependency audit. It stops at the
first step that fails; when all pass, the last line counts them.

Environment:
  GRANTLENS_SHARED=PATH  a folder with the public test suites that some tests read;
                         without it those tests say that they were not run
TEXT
}

help_leaks() {
  cat <<'TEXT'
Usage: ./build.sh leaks

Plants 23 kinds of secret, each in 8 encodings, and looks for every part of them in each
output: a line a sink, such as "json 0/184". docs/security.md says what the figures mean.
The second half opens all of them in the panel, and sends all of them from a page, which
takes a few minutes.
TEXT
}

help_faults() {
  cat <<'TEXT'
Usage: ./build.sh faults

Runs the extension in Chromium while the module traps, tabs crash, pages navigate faster
than they answer, clocks jump, and so on. Each fault is a line with what was measured. What
is lost by one is said in the panel. It takes a few minutes.
TEXT
}

help_load() {
  cat <<'TEXT'
Usage: ./build.sh load [SCALE]

Sends 100,000 ordinary requests with 1,000 token exchanges among them, and 10,000 exchanges
that fail, from a page under DevTools, and prints what the extension takes of memory and
time. This takes some ten minutes; with a SCALE such as 0.1 a part of it is sent.
TEXT
}

help_bench() {
  cat <<'TEXT'
Usage: ./build.sh bench [instructions]

Measures what Grantlens costs and prints one table: the figure, the reference measured in the
same run, the ratio, the target, and whether it is met. It takes some ten minutes and 1.2 GB
under target/bench, and a machine that has nothing else to do.

  instructions  only count the instructions of the core's hot paths, with valgrind, and
                compare them with benches/instructions.tsv: that needs no quiet machine

Environment:
  GRANTLENS_BLESS=1  keep the counts in benches/instructions.tsv
TEXT
}

help_fuzz() {
  cat <<'TEXT'
Usage: ./build.sh fuzz [SECONDS [TARGET…]]

Runs every target of fuzz/, or those that are named, for so many seconds each (60 without a
number) and prints what each did. It needs a C++ compiler; cargo-fuzz is installed under target/tools.
TEXT
}

help_mutants() {
  cat <<'TEXT'
Usage: ./build.sh mutants [ARGUMENT…]

Changes the checks, the diagnosis and the redaction in one place at a time, builds, and runs
the tests that judge: one has to fail. What none can notice is explained in docs/mutants.md;
a mutant that is missed and not explained there is an error. cargo-mutants is installed under
target/tools, and takes the arguments. All takes half a day; for one file, or what a branch
changes, some minutes:
  ./build.sh mutants --file src/checks/code.rs
  ./build.sh mutants --in-diff changes.diff
TEXT
}

help_licences() {
  cat <<'TEXT'
Usage: ./build.sh licences

Writes THIRD-PARTY-LICENCES.txt: every crate whose code ships, and its licence. The file is in
dist/chrome/ and dist/web/, too. A test fails when it is not that of Cargo.lock.
TEXT
}

help() {
  case ${1-} in
    "") help_all ;;
    dist | release | size | demo | test | bench | leaks | faults | load | fuzz | mutants | licences) "help_$1" ;;
    *) misused "There is no verb \"$1\"." ;;
  esac
}
