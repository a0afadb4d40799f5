#!/usr/bin/env bash
# Stops what the scripts of this clone started, by their pid files. Settings: STATE (folder of pid files).
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=stop
source deploy/local/processes.sh

# stop_one PID_FILE: stops its process, if it runs, and waits for its end.
stop_one() {
  local name=${1##*/} pid
  if is_running "$1"; then
    pid=$(sed -n 1p "$1")
    echo "stopping ${name%.pid} (pid $pid)"
    stopped=1
    kill -"$(stop_signal "$(sed -n 2p "$1")")" "$pid" 2>/dev/null || true
    for _ in $(seq 1200); do is_running "$1" || break; sleep 0.1; done
    if is_running "$1"; then fail "${name%.pid} (pid $pid) did not end within 2 minutes"; fi
  fi
  rm -f "$1"
}

stopped=0
for folder in ${STATE:-artifacts/run artifacts/demo/run}; do
  # A script stops its own processes. What is left belongs to a script that was killed; the database goes last.
  for script in demo observe run cluster; do stop_one "$folder/$script.pid"; done
  for file in "$folder"/front*.pid "$folder"/*.pid; do
    case $file in *'*.pid' | */postgres.pid) ;; *) stop_one "$file" ;; esac
  done
  stop_one "$folder/postgres.pid"
done
[ "$stopped" -eq 1 ] || echo "nothing of this clone runs"
