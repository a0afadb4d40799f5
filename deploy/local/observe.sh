#!/usr/bin/env bash
# Prometheus and Alertmanager from the machine's binaries, beside what make run or make cluster of this clone runs, until Ctrl-C.
# Settings: SILO_URL and FRONT_URL (one or more addresses, separated by spaces, in place of those), PROMETHEUS_PORT,
# ALERTMANAGER_PORT, OBSERVE_DATA (folder).
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=observe
source deploy/local/processes.sh

# find_urls KIND DEFAULT: the addresses that run.sh or cluster.sh published last.
find_urls() { if [ -f "$logs/$1.urls" ]; then tr '\n' ' ' <"$logs/$1.urls"; else echo "$2"; fi; }

silo_urls=${SILO_URL:-$(find_urls silo http://127.0.0.1:8081)}
front_urls=${FRONT_URL:-$(find_urls front http://127.0.0.1:8080)}
prometheus_port=${PROMETHEUS_PORT:-9090}
alertmanager_port=${ALERTMANAGER_PORT:-9093}
data=${OBSERVE_DATA:-./data/observe}

command -v prometheus >/dev/null || fail "prometheus is missing (Debian: prometheus)"
alertmanager=$(command -v prometheus-alertmanager || command -v alertmanager) \
  || fail "alertmanager is missing (Debian: prometheus-alertmanager)"
refuse_taken "$prometheus_port" PROMETHEUS_PORT
refuse_taken "$alertmanager_port" ALERTMANAGER_PORT
for url in $silo_urls $front_urls; do
  curl --silent --fail --max-time 5 --output /dev/null "$url/health/live" \
    || fail "nothing answers at $url; start it with make run or make cluster, or name others in SILO_URL and FRONT_URL"
done
say "observing silos $silo_urls and fronts $front_urls"

mkdir -p "$data"
# targets URL...: the value of targets in Prometheus' file.
targets() { local list; list=$(printf '"%s", ' "${@#http://}"); echo "[${list%, }]"; }
# The files of the repository, with the addresses of this stack. Alertmanager calls every front: one is enough to take an alert.
sed -e "s#\[\"127.0.0.1:8081\"\]#$(targets $silo_urls)#; s#\[\"127.0.0.1:8080\"\]#$(targets $front_urls)#" \
  -e "s#127.0.0.1:9093#127.0.0.1:$alertmanager_port#; s#rules/\*.yml#$PWD/prometheus/rules/*.yml#" \
  prometheus/prometheus.yml >"$data/prometheus.yml"
awk -v urls="$front_urls" '/- url: http:\/\/127.0.0.1:8080\// { n = split(urls, u, " "); for (i = 1; i <= n; i++) {
    line = $0; sub("http://127.0.0.1:8080", u[i], line); print line }; next } { print }' \
  deploy/alertmanager/local.yml >"$data/alertmanager.yml"

prometheus_url=http://127.0.0.1:$prometheus_port
alertmanager_url=http://127.0.0.1:$alertmanager_port
say "starting Alertmanager"
start alertmanager "$alertmanager_url" TERM "$alertmanager" --config.file="$data/alertmanager.yml" \
  --storage.path="$data/alertmanager" --cluster.listen-address= --web.listen-address="127.0.0.1:$alertmanager_port" \
  --web.external-url="$alertmanager_url"
await alertmanager curl --silent --fail --max-time 2 "$alertmanager_url/-/ready"
say "starting Prometheus"
start prometheus "$prometheus_url" TERM prometheus --config.file="$data/prometheus.yml" --storage.tsdb.path="$data/prometheus" \
  --web.listen-address="127.0.0.1:$prometheus_port" --web.external-url="$prometheus_url"
await prometheus curl --silent --fail --max-time 2 "$prometheus_url/-/ready"

# Debian's Prometheus serves its pages under /classic, and Debian's Alertmanager has none.
page() { if curl --silent --fail --max-time 2 --output /dev/null "$1$2"; then echo "$1$2"; else echo "$1/classic$2"; fi; }
if curl --silent --max-time 2 "$alertmanager_url/" | grep -q 'does not include'; then
  alerts="amtool --alertmanager.url=$alertmanager_url alert"
else
  alerts=$alertmanager_url
fi
cat <<READY
Prometheus and Alertmanager are ready. Ctrl-C stops them.
  queries         $(page "$prometheus_url" /graph)
  alert rules     $(page "$prometheus_url" /alerts)
  targets         $(page "$prometheus_url" /targets)
  firing alerts   $alerts
  incidents       ${front_urls%% *}/incidents
READY
run_on
