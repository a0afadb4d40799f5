#!/usr/bin/env bash
# Prints the slowest tests of the last run of the tests, and what each class of them cost: seconds of its tests, and processor
# seconds of the silos and fronts that it started.
set -euo pipefail
cd "$(dirname "$0")/.."

results=artifacts/tests
ls "$results"/*.trx >/dev/null 2>&1 || { echo "test-times: there is no run of the tests yet; run: make test" >&2; exit 1; }

# SECONDS <tab> FULL NAME for each test.
tests=$(sed -n 's/.*<UnitTestResult .*testName="\([^"]*\)".* duration="\([0-9]*\):\([0-9]*\):\([0-9.]*\)".*/\2 \3 \4 \1/p' \
  "$results"/*.trx | awk '{ s = $1 * 3600 + $2 * 60 + $3; $1 = $2 = $3 = ""; sub(/^ +/, ""); printf "%.1f\t%s\n", s, $0 }')

echo "slowest tests (seconds)"
sort -rn <<<"$tests" | sed -n 1,25p | sed 's/TradingOps\.//; s/&quot;/"/g' | awk -F'\t' '{ printf "%8.1f  %s\n", $1, $2 }'
echo
echo "classes: seconds of their tests, processor seconds of the processes that they started"
{
  awk -F'\t' '{ n = $2; sub(/\(.*/, "", n); k = split(n, part, "."); print "T\t" part[k - 1] "\t" $1 }' <<<"$tests"
  [ ! -f "$results/cpu.tsv" ] || awk -F'\t' '{ print "C\t" $1 "\t" $2 }' "$results/cpu.tsv"
} | awk -F'\t' '$1 == "T" { t[$2] += $3; all[$2] } $1 == "C" { c[$2] += $3; all[$2] }
    END { for (n in all) printf "%8.1f  %8.1f  %s\n", t[n], c[n], n }' | sort -rn | sed -n 1,30p
