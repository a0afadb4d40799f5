#!/usr/bin/env bash
# Builds and runs three silos and three fronts on this machine over PostgreSQL, until Ctrl-C: two for trading, one for prices, bars and
# feeds. Starts again what ends. Without
# ConnectionStrings__TradingOps in the environment it runs a private PostgreSQL from the machine's binaries, in $DATA/postgres.
# Silos and fronts know each other by certificates, which it makes in $DATA/certificates and renews.
# Settings: DATA, STATE (folder of logs and pid files), BUILD=no, and the first port of each row of ports: FRONT_PORT (2 fronts),
# MARKET_DATA_PORT (1 front), SILO_HTTP_PORT (3 silos), SILO_PORT (3), GATEWAY_PORT (3), POSTGRES_PORT (1).
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=cluster
source deploy/local/processes.sh

data=$(mkdir -p "${DATA:-./data}" && cd "${DATA:-./data}" && pwd)
front_port=${FRONT_PORT:-8080}
market_data_port=${MARKET_DATA_PORT:-8004}
silo_http_port=${SILO_HTTP_PORT:-8082}
silo_port=${SILO_PORT:-11111}
gateway_port=${GATEWAY_PORT:-30000}
postgres_port=${POSTGRES_PORT:-54329}
# A connection string of the user's may have a password in it.
database='that of ConnectionStrings__TradingOps'

# PostgreSQL refuses to run as root; its package brings a user.
if [ "$(id -u)" -eq 0 ]; then as_server=(setpriv --reuid=postgres --regid=postgres --init-groups); else as_server=(env); fi

start_postgres() {
  local bin folder=$data/postgres
  bin=$(postgres_bin) || true
  [ -x "$bin/postgres" ] || fail "PostgreSQL is missing (Debian: postgresql); or set ConnectionStrings__TradingOps"
  if [ ! -f "$folder/PG_VERSION" ]; then
    echo "creating a database in $folder"
    mkdir -p "$folder"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
    "${as_server[@]}" "$bin/initdb" -D "$folder" -U tradingops --auth=trust >"$state/initdb.log" 2>&1 \
      || fail "no database could be created in $folder; see $state/initdb.log"
  fi
  start postgres "postgres://127.0.0.1:$postgres_port" "${quiet[@]}" "${as_server[@]}" "$bin/postgres" -p "$postgres_port" \
    -h 127.0.0.1 -k "$folder" -c max_connections=300 -D "$folder"
  await postgres
  export ConnectionStrings__TradingOps="Host=127.0.0.1;Port=$postgres_port;Username=tradingops;Database=postgres"
  database=$ConnectionStrings__TradingOps
}

# tls_of PROCESS: the options by which it proves to the others that it is of this cluster, in the array tls.
tls_of() {
  local folder=$data/certificates/$1
  tls=(--Orleans:Tls:Certificate "$folder/certificate.pem" --Orleans:Tls:Key "$folder/key.pem"
    --Orleans:Tls:Authority "$folder/authority.pem")
}

silos=() fronts=() gateways=''
for i in 0 1 2; do
  silos+=("http://127.0.0.1:$((silo_http_port + i))")
  gateways=$gateways${gateways:+,}127.0.0.1:$((gateway_port + i))
done
for i in 0 1; do fronts+=("http://127.0.0.1:$((front_port + i))"); done
fronts+=("http://127.0.0.1:$market_data_port")
roles=(gateway gateway market-data)

begin
ports=("$market_data_port" MARKET_DATA_PORT)
for i in 0 1; do ports+=("$((front_port + i))" FRONT_PORT); done
for i in 0 1 2; do
  ports+=("$((silo_http_port + i))" SILO_HTTP_PORT "$((silo_port + i))" SILO_PORT "$((gateway_port + i))" GATEWAY_PORT)
done
[ -n "${ConnectionStrings__TradingOps:-}" ] || ports+=("$postgres_port" POSTGRES_PORT)
refuse_taken "${ports[@]}"
build
CLUSTER_ID=${Orleans__ClusterId:-tradingops} deploy/certificates.sh "$data/certificates" silo1 silo2 silo3 front1 front2 front3 \
  >"$state/certificates.log"
[ -n "${ConnectionStrings__TradingOps:-}" ] || start_postgres
for i in 0 1 2; do
  tls_of "silo$((i + 1))"
  start_project "silo$((i + 1))" Silo "${silos[i]}" --Storage:Provider PostgreSql "${tls[@]}" \
    --Orleans:SiloPort "$((silo_port + i))" --Orleans:GatewayPort "$((gateway_port + i))"
done
for i in 1 2 3; do await "silo$i"; done
for i in 0 1 2; do
  tls_of "front$((i + 1))"
  start_project "front$((i + 1))" Client "${fronts[i]}" "${tls[@]}" --Orleans:Gateways "$gateways" --Roles "${roles[i]}"
done
for i in 1 2 3; do await "front$i"; done
write_targets silo "${silos[@]}"
write_targets execution-gateway "${fronts[@]:0:2}"
write_targets market-data "${fronts[2]}"

cat <<READY

TradingOps is ready. Ctrl-C stops it.
  live page          ${fronts[0]}/  ${fronts[1]}/
  HTTP contract      ${fronts[0]}/docs
  prices, bars       ${fronts[2]}/prices  ${fronts[2]}/feeds
  incidents          ${fronts[0]}/incidents
  Orleans dashboard  ${silos[0]}/orleans
  metrics, health    /metrics and /health on ports $front_port, $((front_port + 1)), $market_data_port (fronts), $silo_http_port, \
$((silo_http_port + 1)), $((silo_http_port + 2)) (silos)
  database           $database
  certificates       $data/certificates
  logs               $state/
  alerts             run "make observe" in another terminal
A first order, to copy:
  curl -s ${fronts[0]}/orders -H 'content-type: application/json' -d '{"symbol":"AAPL","qty":10,"asset_class":"EQUITY"}'
Kill a process to see that the others go on, for example silo 2:
  kill -9 \$(head -n 1 $state/silo2.pid)
READY
supervise
