#!/usr/bin/env bash
# Fails if a package that the projects use is known to be vulnerable or deprecated. Where no registry answers, it says so and
# fails nothing: the restore has shown that the packages themselves are there.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
for kind in vulnerable deprecated; do
  if ! list=$(timeout 120 dotnet list TradingOps.sln package "--$kind" --include-transitive 2>&1); then
    echo "test: no registry answered which packages are $kind; not checked"
  elif found=$(grep -E '^ *>' <<<"$list"); then
    echo "test: packages that are $kind:"
    echo "$found"
    failed=1
  fi
done
exit "$failed"
