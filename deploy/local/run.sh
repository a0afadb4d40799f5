#!/usr/bin/env bash
# Builds and runs one silo and one front on this machine over the embedded store, until Ctrl-C.
# Settings: DATA (folder), SILO_URL, FRONT_URL, SILO_PORT, GATEWAY_PORT.
set -euo pipefail
cd "$(dirname "$0")/../.."

data=${DATA:-./data}
silo_url=${SILO_URL:-http://127.0.0.1:8081}
front_url=${FRONT_URL:-http://127.0.0.1:8080}
silo_port=${SILO_PORT:-11111}
gateway_port=${GATEWAY_PORT:-30000}
logs=artifacts/run

fail() { echo "run: $*" >&2; exit 1; }

command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download"
dotnet --version >/dev/null 2>&1 || fail "the .NET SDK that global.json asks for is missing; see https://dotnet.microsoft.com/download"
command -v curl >/dev/null || fail "curl is missing"

mkdir -p "$logs"
for project in Silo Client; do
  dotnet build "$project" --configuration Release --nologo --verbosity quiet >"$logs/build.log" 2>&1 \
    || { cat "$logs/build.log" >&2; fail "$project does not build"; }
done

# Something else that answers there would look like ours.
for url in "$silo_url" "$front_url"; do
  curl --silent --max-time 2 --output /dev/null "$url/health/live" && fail "$url: another process listens on this port"
done

pids=()
stop() {
  trap - EXIT INT TERM
  # The front first, so that nothing is asked of a silo that drains.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill -TERM "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
}
trap stop EXIT
trap 'stop; exit 0' INT TERM

# Waits until the last process started answers, or gives up with it.
await() {
  local name=$1 url=$2 pid=${pids[-1]}
  for _ in $(seq 600); do
    # A process that gives up has said why.
    kill -0 "$pid" 2>/dev/null || exit 1
    if curl --silent --fail --max-time 2 --output /dev/null "$url/health"; then return; fi
    sleep 0.1
  done
  fail "$name did not become ready within a minute; its log is $logs/$name.log"
}

dotnet Silo/bin/Release/net10.0/TradingOps.Silo.dll --Urls "$silo_url" --Storage:Path "$data" \
  --Orleans:SiloPort "$silo_port" --Orleans:GatewayPort "$gateway_port" >"$logs/silo.log" &
pids+=($!)
await silo "$silo_url"
dotnet Client/bin/Release/net10.0/TradingOps.Client.dll --Urls "$front_url" \
  --Orleans:Gateways "127.0.0.1:$gateway_port" >"$logs/client.log" &
pids+=($!)
await client "$front_url"

cat <<READY
TradingOps is ready. Ctrl-C stops it.
  orders     $front_url/orders
  dashboard  $silo_url/orleans
  metrics    $front_url/metrics  $silo_url/metrics
  health     $front_url/health  $silo_url/health
  logs       $logs/silo.log  $logs/client.log
READY
wait -n || true
fail "a process stopped; see $logs"
