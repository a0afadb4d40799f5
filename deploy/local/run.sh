#!/usr/bin/env bash
# Builds and runs one silo and one front on this machine over the embedded store, until Ctrl-C. Starts again what ends.
# Settings: DATA (folder), SILO_URL, FRONT_URL, SILO_PORT, GATEWAY_PORT, STATE (folder of logs and pid files), BUILD=no.
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=run
source deploy/local/processes.sh

data=${DATA:-./data}
silo_url=${SILO_URL:-http://127.0.0.1:8081}
front_url=${FRONT_URL:-http://127.0.0.1:8080}
silo_port=${SILO_PORT:-11111}
gateway_port=${GATEWAY_PORT:-30000}

describe_others() { case $1 in silo) echo "the front waits for it" ;; *) echo "the silo goes on" ;; esac; }

begin
refuse_taken "$(port_of "$front_url")" FRONT_URL "$(port_of "$silo_url")" SILO_URL "$silo_port" SILO_PORT \
  "$gateway_port" GATEWAY_PORT
build
start_project silo Silo "$silo_url" --Storage:Path "$data" --Orleans:SiloPort "$silo_port" --Orleans:GatewayPort "$gateway_port"
await silo
start_project front Client "$front_url" --Orleans:Gateways "127.0.0.1:$gateway_port"
await front
write_targets silo "$silo_url"
write_targets execution-gateway "$front_url"
write_targets market-data "$front_url"

cat <<READY

TradingOps is ready. Ctrl-C stops it.
  live page          $front_url/
  HTTP contract      $front_url/docs
  incidents          $front_url/incidents
  Orleans dashboard  $silo_url/orleans
  metrics            $front_url/metrics  $silo_url/metrics
  health             $front_url/health  $silo_url/health
  logs               $state/silo.log  $state/front.log
  alerts             run "make observe" in another terminal
A first order, to copy:
  curl -s $front_url/orders -H 'content-type: application/json' -d '{"symbol":"AAPL","qty":10,"asset_class":"EQUITY"}'
READY
supervise
