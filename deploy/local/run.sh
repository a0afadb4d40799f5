#!/usr/bin/env bash
# Builds and runs one silo and one front on this machine over the embedded store, until Ctrl-C.
# Settings: DATA (folder), SILO_URL, FRONT_URL, SILO_PORT, GATEWAY_PORT.
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=run
source deploy/local/processes.sh

data=${DATA:-./data}
silo_url=${SILO_URL:-http://127.0.0.1:8081}
front_url=${FRONT_URL:-http://127.0.0.1:8080}
silo_port=${SILO_PORT:-11111}
gateway_port=${GATEWAY_PORT:-30000}

build
refuse_taken "$silo_url" "$front_url"
start silo Silo --Urls "$silo_url" --Storage:Path "$data" \
  --Orleans:SiloPort "$silo_port" --Orleans:GatewayPort "$gateway_port"
await silo "$silo_url"
start client Client --Urls "$front_url" --Orleans:Gateways "127.0.0.1:$gateway_port"
await client "$front_url"

cat <<READY
TradingOps is ready. Ctrl-C stops it.
  orders     $front_url/orders
  dashboard  $silo_url/orleans
  metrics    $front_url/metrics  $silo_url/metrics
  health     $front_url/health  $silo_url/health
  logs       $logs/silo.log  $logs/client.log
READY
run_on
