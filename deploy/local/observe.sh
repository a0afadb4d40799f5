#!/usr/bin/env bash
# Prometheus and Alertmanager from the machine's binaries, beside the stack of this clone that runs, until Ctrl-C. The stack's
# script notes its silos and fronts in artifacts/run/targets. Settings: SILO_URL and FRONT_URL (another stack's silo and front),
# PROMETHEUS_PORT, ALERTMANAGER_PORT, OBSERVE_DATA (folder), STATE (folder of logs, pid files and targets).
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=observe
source deploy/local/processes.sh

prometheus_port=${PROMETHEUS_PORT:-9090}
alertmanager_port=${ALERTMANAGER_PORT:-9093}
data=$(mkdir -p "${OBSERVE_DATA:-./data/observe}" && cd "${OBSERVE_DATA:-./data/observe}" && pwd)
prometheus=http://127.0.0.1:$prometheus_port
alertmanager=http://127.0.0.1:$alertmanager_port

# urls_of JOB: the addresses of a job in the target files.
urls_of() { grep -o '"[^" ]*:[0-9]*"' "$targets/$1.json" | sed 's#"\(.*\)"#http://\1#'; }

# page PLAIN: the address of Prometheus' page: Debian's package has it under /classic.
page() {
  curl --silent --fail --output /dev/null "$prometheus/classic/$1" && echo "$prometheus/classic/$1" || echo "$prometheus/$1"
}

# Debian's package of Alertmanager has no web page.
alerts() {
  if curl --silent --location "$alertmanager/" | grep -q 'does not include a web'; then
    echo "amtool --alertmanager.url=$alertmanager alert"
  else
    echo "$alertmanager"
  fi
}

command -v prometheus >/dev/null || fail "prometheus is missing (Debian: prometheus)"
program=$(command -v prometheus-alertmanager || command -v alertmanager) \
  || fail "alertmanager is missing (Debian: prometheus-alertmanager)"
begin
refuse_taken "$prometheus_port" PROMETHEUS_PORT "$alertmanager_port" ALERTMANAGER_PORT
if [ -n "${SILO_URL:-}${FRONT_URL:-}" ] || [ ! -f "$targets/market-data.json" ]; then
  targets=$data/targets
  write_targets silo "${SILO_URL:-http://127.0.0.1:8081}"
  write_targets execution-gateway "${FRONT_URL:-http://127.0.0.1:8080}"
  write_targets market-data "${FRONT_URL:-http://127.0.0.1:8080}"
fi
for url in $(urls_of silo) $(urls_of execution-gateway) $(urls_of market-data); do
  curl --silent --fail --max-time 5 --output /dev/null "$url/health/live" \
    || fail "nothing answers at $url; start it with make run or make cluster, or set SILO_URL and FRONT_URL"
done
front_url=$(urls_of execution-gateway | head -n 1)

# The files of the repository, with this stack's addresses.
targets=$(cd "$targets" && pwd)
sed -e "s#127.0.0.1:9093#127.0.0.1:$alertmanager_port#; s#rules/\*.yml#$PWD/prometheus/rules/*.yml#; \
  s#runbooks: docs/runbooks#runbooks: $front_url/runbooks#" prometheus/prometheus.yml \
  | awk -v folder="$targets" '/- job_name:/ { job = $3 }
    job && /static_configs:/ { sub("static_configs", "file_sd_configs") }
    job && /- targets:/ { sub("targets:.*", "files: [\"" folder "/" job ".json\"]") }
    { print }' >"$data/prometheus.yml"
# Alertmanager calls every front: one of them is enough to take an alert, and told twice it is one incident.
awk -v urls="$(urls_of execution-gateway | tr '\n' ' ')" '/- url: http:\/\/127.0.0.1:8080\// {
    for (n = split(urls, url, " "); n > 0; n--) { line = $0; sub("http://127.0.0.1:8080", url[n], line); print line }
    next
  } { print }' deploy/alertmanager/local.yml >"$data/alertmanager.yml"

start alertmanager "$alertmanager/-/ready" "${quiet[@]}" "$program" --storage.path="$data/alertmanager" \
  --cluster.listen-address= --web.listen-address="127.0.0.1:$alertmanager_port" \
  --web.external-url="$alertmanager" --config.file="$data/alertmanager.yml"
start prometheus "$prometheus/-/ready" "${quiet[@]}" prometheus --storage.tsdb.path="$data/prometheus" \
  --web.listen-address="127.0.0.1:$prometheus_port" --web.external-url="$prometheus" --config.file="$data/prometheus.yml"
await alertmanager
await prometheus

cat <<READY

Prometheus and Alertmanager are ready. Ctrl-C stops them.
  silos      $(urls_of silo | tr '\n' ' ')
  fronts     $(cat <(urls_of execution-gateway) <(urls_of market-data) | sort -u | tr '\n' ' ')
  metrics    $prometheus
  targets    $(page targets)
  rules      $(page alerts)
  alerts     $(alerts)
  runbooks   $front_url/runbooks
  incidents  $front_url/incidents
READY
supervise
