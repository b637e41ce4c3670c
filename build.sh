#!/usr/bin/env bash
# The one door to building, testing and trying Grantlens. "./build.sh help" says what it can do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

for part in say need stamp wasm dist; do
  # shellcheck source=/dev/null
  . "build/$part.sh"
done
verb=${1-dist}
case $verb in
  dist) build_dist ;;
  *) echo "unknown: $verb" >&2; exit 2;;
esac
