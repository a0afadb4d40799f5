#!/usr/bin/env bash
# Builds and runs three silos and two fronts on this machine over PostgreSQL, until Ctrl-C. A process that ends is started again.
# Without ConnectionStrings__TradingOps in the environment it runs a private PostgreSQL from the machine's binaries, in
# $DATA/postgres. Settings: DATA (folder), and the first port of each kind: FRONT_PORT (of two), SILO_HTTP_PORT, SILO_PORT,
# GATEWAY_PORT (of three), POSTGRES_PORT.
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=cluster
source deploy/local/processes.sh

data=$(mkdir -p "${DATA:-./data}" && cd "${DATA:-./data}" && pwd)
front_port=${FRONT_PORT:-8080}
http_port=${SILO_HTTP_PORT:-8082}
silo_port=${SILO_PORT:-11111}
gateway_port=${GATEWAY_PORT:-30000}
postgres_port=${POSTGRES_PORT:-54329}

# PostgreSQL refuses to run as root; its package brings a user. setpriv becomes the server, so that signals reach it.
as_server() {
  if [ "$(id -u)" -eq 0 ]; then echo setpriv --reuid=postgres --regid=postgres --init-groups; else echo env; fi
}

start_postgres() {
  local bin folder=$data/postgres
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1) || true
  [ -x "$bin/postgres" ] || fail "PostgreSQL is missing (Debian: postgresql); or set ConnectionStrings__TradingOps"
  if [ ! -f "$folder/PG_VERSION" ]; then
    say "making a database in $folder"
    mkdir -p "$folder"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
    (cd / && $(as_server) "$bin/initdb" -D "$folder" -U tradingops --auth=trust >"$OLDPWD/$logs/initdb.log" 2>&1) \
      || fail "no database could be made in $folder; see $logs/initdb.log"
  fi
  say "starting PostgreSQL"
  # Its log is no error of ours: it goes to the file only.
  start postgres - INT $(as_server) bash -c 'exec "$@" 2>&1' postgres "$bin/postgres" -D "$folder" -p "$postgres_port" \
    -h 127.0.0.1 -k "$folder" -c max_connections=300
  await postgres "$bin/pg_isready" -h 127.0.0.1 -p "$postgres_port"
  export ConnectionStrings__TradingOps="Host=127.0.0.1;Port=$postgres_port;Username=tradingops;Database=postgres"
}

for i in 0 1; do refuse_taken $((front_port + i)) FRONT_PORT; done
for i in 0 1 2; do
  refuse_taken $((http_port + i)) SILO_HTTP_PORT
  refuse_taken $((silo_port + i)) SILO_PORT
  refuse_taken $((gateway_port + i)) GATEWAY_PORT
done
[ -n "${ConnectionStrings__TradingOps:-}" ] || refuse_taken "$postgres_port" POSTGRES_PORT
build
[ -n "${ConnectionStrings__TradingOps:-}" ] || start_postgres
silo_urls=() front_urls=() gateways=
for i in 0 1 2; do
  url=http://127.0.0.1:$((http_port + i))
  say "starting silo$((i + 1))"
  start "silo$((i + 1))" "$url" TERM dotnet "$(program Silo)" --Urls "$url" --Storage:Provider PostgreSql \
    --Orleans:SiloPort $((silo_port + i)) --Orleans:GatewayPort $((gateway_port + i))
  await "silo$((i + 1))" is_ready "$url"
  silo_urls+=("$url")
  gateways=${gateways:+$gateways,}127.0.0.1:$((gateway_port + i))
done
for i in 0 1; do
  url=http://127.0.0.1:$((front_port + i))
  say "starting front$((i + 1))"
  start "front$((i + 1))" "$url" TERM dotnet "$(program Client)" --Urls "$url" --Orleans:Gateways "$gateways"
  await "front$((i + 1))" is_ready "$url"
  front_urls+=("$url")
done
publish_urls silo "${silo_urls[@]}"
publish_urls front "${front_urls[@]}"
print_ready "${front_urls[0]}" "${silo_urls[0]}"
echo "Silos: ${silo_urls[*]}  fronts: ${front_urls[*]}"
run_on
