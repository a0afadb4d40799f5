#!/usr/bin/env bash
# Runs every check and test, and ends with "N passed, M failed". `run.sh fast` runs what needs the .NET SDK only: the tests of
# Engine and Grains, and the first order. Settings: FILTER (a dotnet test filter).
set -uo pipefail
cd "$(dirname "$0")/.."

mode=${1:-all}
results=$PWD/artifacts/tests
failed=0
step() { echo "test: $(date +%H:%M:%S) $*"; }

if [ "$mode" = fast ]; then
  command -v dotnet >/dev/null \
    || { echo "test: the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download" >&2; exit 1; }
  FILTER=${FILTER:-'Needs!=Setup&(FullyQualifiedName!~EndToEnd|FullyQualifiedName~FirstOrderTests)'}
else
  Tests/setup.sh || { echo "0 passed, 1 failed"; exit 1; }
fi
rm -rf "$results"
mkdir -p "$results"
export TEST_CPU_FILE=$results/cpu.tsv

step "building"
dotnet build TradingOps.sln --configuration Release --nologo --verbosity quiet || { echo "0 passed, 1 failed"; exit 1; }
if [ "$mode" = all ]; then
  # The build holds the style of the code; this holds what the compiler does not see.
  step "checking the format"
  dotnet format whitespace TradingOps.sln --verify-no-changes --no-restore || failed=1
  step "checking the packages"
  Tests/packages.sh || failed=1
fi

# One project after another, each with one test per core. A test that hangs ends after ten minutes, and fails.
step "testing"
dotnet test TradingOps.sln --configuration Release --no-build --nologo -maxcpucount:1 --results-directory "$results" \
  --logger trx --blame-hang-timeout 10m --blame-hang-dump-type none ${FILTER:+--filter "$FILTER"} 2>&1 | tee "$results/log.txt"
[ "${PIPESTATUS[0]}" -eq 0 ] || failed=1
step "done; make test-times shows which tests took how long"

# Each test project ends with a line such as "Passed!  - Failed: 0, Passed: 12, Skipped: 0, Total: 12, ...".
read -r passed failures < <(awk '
  /^(Passed|Failed)! / { for (i = 1; i < NF; i++) { if ($i == "Passed:") p += $(i+1); if ($i == "Failed:") f += $(i+1) } }
  END { print p + 0, f + 0 }' "$results/log.txt")
[ "$failures" -gt 0 ] || failures=$failed
echo "$passed passed, $failures failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
