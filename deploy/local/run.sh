#!/usr/bin/env bash
# Builds and runs one silo and one front on this machine over the embedded store, until Ctrl-C. A process that ends is started
# again. Settings: DATA (folder), SILO_URL, FRONT_URL, SILO_PORT, GATEWAY_PORT.
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=run
source deploy/local/processes.sh

data=${DATA:-./data}
silo_url=${SILO_URL:-http://127.0.0.1:8081}
front_url=${FRONT_URL:-http://127.0.0.1:8080}
silo_port=${SILO_PORT:-11111}
gateway_port=${GATEWAY_PORT:-30000}

refuse_taken "${front_url##*:}" FRONT_URL
refuse_taken "${silo_url##*:}" SILO_URL
refuse_taken "$silo_port" SILO_PORT
refuse_taken "$gateway_port" GATEWAY_PORT
build
say "starting the silo"
start silo "$silo_url" TERM dotnet "$(program Silo)" --Urls "$silo_url" --Storage:Path "$data" \
  --Orleans:SiloPort "$silo_port" --Orleans:GatewayPort "$gateway_port"
await silo is_ready "$silo_url"
say "starting the front"
start front "$front_url" TERM dotnet "$(program Client)" --Urls "$front_url" --Orleans:Gateways "127.0.0.1:$gateway_port"
await front is_ready "$front_url"
publish_urls silo "$silo_url"
publish_urls front "$front_url"
print_ready "$front_url" "$silo_url"
run_on
