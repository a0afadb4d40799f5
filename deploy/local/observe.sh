#!/usr/bin/env bash
# Prometheus and Alertmanager from the machine's binaries, beside a stack that runs on this machine, until Ctrl-C.
# Settings: SILO_URL, FRONT_URL (as make run has them), PROMETHEUS_PORT, ALERTMANAGER_PORT,
# OBSERVE_DATA (folder).
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=observe
source deploy/local/processes.sh

silo_url=${SILO_URL:-http://127.0.0.1:8081}
front_url=${FRONT_URL:-http://127.0.0.1:8080}
prometheus_port=${PROMETHEUS_PORT:-9090}
alertmanager_port=${ALERTMANAGER_PORT:-9093}
data=${OBSERVE_DATA:-./data/observe}

command -v prometheus >/dev/null || fail "prometheus is missing (Debian: prometheus)"
alertmanager=$(command -v prometheus-alertmanager || command -v alertmanager) \
  || fail "alertmanager is missing (Debian: prometheus-alertmanager)"
for url in "$silo_url" "$front_url"; do
  curl --silent --fail --max-time 5 --output /dev/null "$url/health/live" || fail "nothing answers at $url; start it with make run"
done
for port in "$prometheus_port" "$alertmanager_port"; do
  curl --silent --max-time 2 --output /dev/null "http://127.0.0.1:$port/-/ready" && fail "port $port is taken"
done

mkdir -p "$data" "$logs"
# The files of the repository, with this stack's addresses.
sed -e "s#127.0.0.1:8081#${silo_url#http://}#; s#127.0.0.1:8080#${front_url#http://}#; s#127.0.0.1:9093#127.0.0.1:$alertmanager_port#" \
  -e "s#rules/\*.yml#$PWD/prometheus/rules/*.yml#" prometheus/prometheus.yml >"$data/prometheus.yml"
sed -e "s#http://127.0.0.1:8080#$front_url#" deploy/alertmanager/local.yml >"$data/alertmanager.yml"

"$alertmanager" --config.file="$data/alertmanager.yml" --storage.path="$data/alertmanager" --cluster.listen-address= \
  --web.listen-address="127.0.0.1:$alertmanager_port" >"$logs/alertmanager.log" 2>&1 &
pids+=($!)
prometheus --config.file="$data/prometheus.yml" --storage.tsdb.path="$data/prometheus" \
  --web.listen-address="127.0.0.1:$prometheus_port" >"$logs/prometheus.log" 2>&1 &
pids+=($!)
for port in "$prometheus_port" "$alertmanager_port"; do
  for _ in $(seq 300); do
    kill -0 "${pids[@]}" 2>/dev/null || fail "it does not start; see $logs/prometheus.log and $logs/alertmanager.log"
    curl --silent --fail --max-time 2 --output /dev/null "http://127.0.0.1:$port/-/ready" && continue 2
    sleep 0.1
  done
  fail "nothing is ready on port $port; see $logs"
done

cat <<READY
Prometheus and Alertmanager are ready. Ctrl-C stops them.
  metrics, rules  http://127.0.0.1:$prometheus_port
  alerts          http://127.0.0.1:$alertmanager_port
  incidents       $front_url/incidents
READY
run_on
