#!/usr/bin/env bash
# Lists the processes that the scripts of this clone started, and exits with 1 unless all are healthy.
# Settings: STATE (folder of pid files).
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=status
source deploy/local/processes.sh

# health_of PID_FILE
health_of() {
  local url
  url=$(sed -n 2p "$1")
  if ! is_running "$1"; then
    echo "not running"
  elif [ "${url%/health/ready}" != "$url" ]; then
    # The whole health, with every check, of a silo or a front.
    curl --silent --max-time 5 "${url%/ready}" | sed 's/^{"status":"\([a-z]*\)".*/\1/' | grep . || echo "no answer"
  elif is_ready "$url"; then
    echo ok
  else
    echo "no answer"
  fi
}

rows=0 unhealthy=0
for folder in ${STATE:-artifacts/run artifacts/demo/run}; do
  for file in "$folder"/*.pid; do
    # A script has no address; its processes are listed.
    [ -f "$file" ] && [ "$(sed -n 2p "$file")" != - ] || continue
    [ "$rows" -gt 0 ] || printf '%-14s %-8s %-32s %s\n' name pid address health
    rows=$((rows + 1))
    name=${file##*/} health=$(health_of "$file")
    printf '%-14s %-8s %-32s %s\n' "${name%.pid}" "$(sed -n 1p "$file")" "$(address_of "$(sed -n 2p "$file")")" "$health"
    [ "$health" = ok ] || unhealthy=1
  done
done
[ "$rows" -gt 0 ] || { echo "nothing of this clone runs; start it with make run or make cluster"; exit 1; }
[ "$unhealthy" -eq 0 ]
