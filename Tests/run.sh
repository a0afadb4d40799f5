#!/usr/bin/env bash
# Runs every check and test, and ends with "N passed, M failed". Settings: FILTER (a dotnet test filter).
set -uo pipefail
cd "$(dirname "$0")/.."

command -v dotnet >/dev/null || { echo "test: the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download" >&2; exit 1; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0

dotnet build TradingOps.sln --configuration Release --nologo --verbosity quiet || { echo "0 passed, 1 failed"; exit 1; }
dotnet format TradingOps.sln --verify-no-changes --no-restore || failed=1

# One project after another: beside each other they would only be slow. What hangs ends, and fails.
dotnet test TradingOps.sln --configuration Release --no-build --nologo -maxcpucount:1 \
  --blame-hang-timeout 10m --blame-hang-dump-type none ${FILTER:+--filter "$FILTER"} 2>&1 | tee "$log"
[ "${PIPESTATUS[0]}" -eq 0 ] || failed=1

# Each test project ends with a line such as "Passed!  - Failed: 0, Passed: 12, Skipped: 0, Total: 12, ...".
read -r passed failures < <(awk '/^(Passed|Failed)! /{ for (i = 1; i < NF; i++) { if ($i == "Passed:") p += $(i+1); if ($i == "Failed:") f += $(i+1) } }
  END { print p + 0, f + 0 }' "$log")
[ "$failures" -gt 0 ] || failures=$failed
echo "$passed passed, $failures failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
