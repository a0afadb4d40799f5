#!/usr/bin/env bash
# Builds and runs three silos and two fronts on this machine over PostgreSQL, until Ctrl-C. Without ConnectionStrings__TradingOps
# in the environment it runs a private PostgreSQL from the machine's binaries, in $DATA/postgres. Settings: DATA, POSTGRES_PORT.
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=cluster
source deploy/local/processes.sh

data=$(mkdir -p "${DATA:-./data}" && cd "${DATA:-./data}" && pwd)
postgres_port=${POSTGRES_PORT:-54329}

# PostgreSQL refuses to run as root; its package brings a user.
as_server() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgres() {
  local bin folder=$data/postgres
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1) || true
  [ -x "$bin/postgres" ] || fail "PostgreSQL is missing (Debian: postgresql); or set ConnectionStrings__TradingOps"
  if [ ! -f "$folder/PG_VERSION" ]; then
    mkdir -p "$folder"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
    (cd / && as_server "$bin/initdb" -D "$folder" -U tradingops --auth=trust >"$OLDPWD/$logs/initdb.log" 2>&1) \
      || fail "no database could be made in $folder; see $logs/initdb.log"
  fi
  (cd / && as_server "$bin/pg_ctl" start -w -D "$folder" -l "$folder/server.log" \
    -o "-p $postgres_port -h 127.0.0.1 -k '$folder' -c max_connections=300" >/dev/null) \
    || fail "PostgreSQL did not start on port $postgres_port (POSTGRES_PORT); see $folder/server.log"
  trap 'stop; (cd / && as_server "'"$bin"'/pg_ctl" stop -m fast -D "'"$folder"'" >/dev/null)' EXIT
  trap 'exit 0' INT TERM
  export ConnectionStrings__TradingOps="Host=127.0.0.1;Port=$postgres_port;Username=tradingops;Database=postgres"
  database=$ConnectionStrings__TradingOps
}

build
refuse_taken http://127.0.0.1:808{0,1,2,3,4}
# A connection string of somebody else's may have a password in it.
database='that of ConnectionStrings__TradingOps'
[ -n "${ConnectionStrings__TradingOps:-}" ] || start_postgres
for i in 1 2 3; do
  start "silo$i" Silo --Urls "http://127.0.0.1:808$((i + 1))" --Storage:Provider PostgreSql \
    --Orleans:SiloPort "$((11110 + i))" --Orleans:GatewayPort "$((29999 + i))"
  await "silo$i" "http://127.0.0.1:808$((i + 1))"
done
for i in 0 1; do
  start "client$i" Client --Urls "http://127.0.0.1:808$i" --Orleans:Gateways 127.0.0.1:30000,127.0.0.1:30001,127.0.0.1:30002
  await "client$i" "http://127.0.0.1:808$i"
done

cat <<READY
TradingOps is ready. Ctrl-C stops it.
  orders     http://127.0.0.1:8080/orders  http://127.0.0.1:8081/orders
  dashboard  http://127.0.0.1:8082/orleans
  metrics    /metrics and /health on ports 8080, 8081 (fronts), 8082, 8083, 8084 (silos)
  database   $database
  logs       $logs/
READY
run_on
