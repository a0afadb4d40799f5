#!/usr/bin/env bash
# Prints the processes that the scripts of this clone started, with their health. Exit code 1 if one is not healthy, or none runs.
set -euo pipefail
cd "$(dirname "$0")/../.."

code=0 found=no
for file in artifacts/run/*.pid artifacts/demo/run/*.pid; do
  [ -f "$file" ] || continue
  found=yes
  read -r pid url <"$file"
  name=$(basename "$file" .pid)
  if ! kill -0 "$pid" 2>/dev/null; then health="not running"
  elif [ "$url" = - ]; then health=running
  else
    case $name in prometheus | alertmanager) path=/-/healthy ;; *) path=/health/ready ;; esac
    answer=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' "$url$path") || answer="no answer"
    if [ "$answer" = 200 ]; then health=healthy; else health="not healthy ($answer)"; fi
  fi
  case $health in healthy | running) ;; *) code=1 ;; esac
  printf '%-14s %-8s %-24s %s\n' "$name" "$pid" "$url" "$health"
done
if [ "$found" = no ]; then
  echo "status: nothing of this clone runs; start it with make run or make cluster"
  exit 1
fi
exit "$code"
