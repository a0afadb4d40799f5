#!/usr/bin/env bash
# Stops what make run, make cluster, make observe and make demo of this clone started.
set -euo pipefail
cd "$(dirname "$0")/../.."

found=no
for file in artifacts/run/*.supervisor artifacts/demo/run/*.supervisor; do
  [ -f "$file" ] || continue
  found=yes
  pid=$(cat "$file") name=$(basename "$file" .supervisor)
  if ps -p "$pid" -o args= 2>/dev/null | grep -q "$name.sh"; then
    echo "stop: stopping make $name (process $pid)"
    kill -TERM "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
  fi
  rm -f "$file"
done
# A script that was killed left its processes behind.
for file in artifacts/run/*.pid artifacts/demo/run/*.pid; do
  [ -f "$file" ] || continue
  found=yes
  read -r pid _ <"$file"
  if ps -p "$pid" -o args= 2>/dev/null | grep -Eq 'TradingOps|postgres|prometheus|alertmanager'; then
    echo "stop: stopping $(basename "$file" .pid) (process $pid)"
    kill -INT "$pid"
  fi
  rm -f "$file"
done
[ "$found" = yes ] || echo "stop: nothing of this clone runs"
