#!/usr/bin/env bash
# Runs a cluster of its own in artifacts/demo, kills a silo, a front and PostgreSQL while orders are sent, and
# checks that every acknowledged order is stored exactly once. Exits with 0 if so, else with 1. Settings: the ports of cluster.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."
name_of_script=demo
folder=artifacts/demo
export STATE=$folder/run DATA=$folder/data
export FRONT_PORT=${FRONT_PORT:-18080} SILO_HTTP_PORT=${SILO_HTTP_PORT:-18082} SILO_PORT=${SILO_PORT:-21111}
export GATEWAY_PORT=${GATEWAY_PORT:-23000} POSTGRES_PORT=${POSTGRES_PORT:-24329}
export MARKET_DATA_PORT=${MARKET_DATA_PORT:-18004}
unset ConnectionStrings__TradingOps
source deploy/local/processes.sh

fronts=("http://127.0.0.1:$FRONT_PORT" "http://127.0.0.1:$((FRONT_PORT + 1))")
symbols=(AAPL MSFT ESZ7 CLZ7)
asset_classes=(EQUITY EQUITY FUTURES FUTURES)
began=$SECONDS
workers=()

say() { printf '[%3d s] %s\n' $((SECONDS - began)) "$*"; }

lines_of() { cat "$folder/$1".* 2>/dev/null | wc -l | tr -d ' '; }

end() {
  touch "$folder/enough"
  [ ${#workers[@]} -eq 0 ] || kill "${workers[@]}" 2>/dev/null || true
  stop_cluster
  rm -f "$STATE/demo.pid"
}

stop_cluster() {
  kill -TERM "$cluster" 2>/dev/null || return 0
  wait "$cluster" 2>/dev/null || true
}

# send WORKER: sends one order after the other, each until a front answers it, and notes what it answered.
send() {
  local worker=$1 number=0 attempt id i side order status
  while [ ! -e "$folder/enough" ]; do
    number=$((number + 1)) attempt=0
    id=demo-$worker-$number i=$(((worker + number) % ${#symbols[@]}))
    side=buy; [ $((number / 4 % 2)) -eq 0 ] || side=sell
    order=$(printf '{"symbol":"%s","asset_class":"%s","side":"%s","qty":1,"client_order_id":"%s"}' \
      "${symbols[i]}" "${asset_classes[i]}" "$side" "$id")
    while true; do
      status=$(curl --silent --max-time 10 --output "$folder/answer.$worker" --write-out '%{http_code}' --data "$order" \
        --header 'content-type: application/json' "${fronts[(number + attempt) % 2]}/orders") || true
      case $status in
        200 | 201) echo "$id" >>"$folder/acknowledged.$worker"; break ;;
        # No answer, too many requests, or an error of the server: the order may be stored or not. The same id makes it safe to
        # send it again.
        000 | 429 | 5*) echo "$id $status" >>"$folder/again.$worker"; attempt=$((attempt + 1)); sleep 0.2 ;;
        *) echo "$id $status $(cat "$folder/answer.$worker")" >>"$folder/refused.$worker"; break ;;
      esac
    done
  done
}

# until_acknowledged COUNT: waits until as many more orders are acknowledged.
until_acknowledged() {
  local goal=$(($(lines_of acknowledged) + $1))
  for _ in $(seq 300); do
    [ "$(lines_of acknowledged)" -lt "$goal" ] || return 0
    kill -0 "$cluster" 2>/dev/null || fail "the cluster ended; see $STATE"
    sleep 0.2
  done
  fail "no $1 more orders were acknowledged within a minute; see $folder"
}

# kill_one NAME: ends a process of the cluster without a chance to finish anything, and waits until it is back.
kill_one() {
  local pid
  pid=$(sed -n 1p "$STATE/$1.pid")
  say "$(lines_of acknowledged) orders acknowledged; killing $1 (kill -9 $pid) while more are sent"
  kill -9 "$pid"
  until_acknowledged 30
  for _ in $(seq 300); do
    [ "$(sed -n 1p "$STATE/$1.pid")" = "$pid" ] || ! is_ready "$(sed -n 2p "$STATE/$1.pid")" || return 0
    sleep 0.2
  done
  fail "$1 did not come back within a minute; see $STATE"
}

client_order_ids() { grep -o '"client_order_id":"[^"]*"' | cut -d '"' -f 4; }

# Prints the client_order_id of every order in the account's pages, one a line.
list_pages() {
  local next="/orders?account=demo&limit=500"
  while [ -n "$next" ]; do
    curl --silent --fail --dump-header "$folder/headers" "${fronts[0]}$next" | client_order_ids
    next=$(sed -n 's/^[Ll]ink: <\([^>]*\)>; rel="next".*/\1/p' "$folder/headers" | tr -d '\r')
  done
}

# Prints the client_order_id of every acknowledged order that is found under it.
look_up() {
  sed "s#.*#url = \"${fronts[1]}/orders/by-client-id?account=demo\&client_order_id=&\"#" "$folder/acknowledged" >"$folder/lookups"
  curl --silent --config "$folder/lookups" --write-out '\n' | client_order_ids
}

# The audit compares accounts, books and store; orders that are under way are left to the next one.
await_audit() {
  for _ in $(seq 60); do
    curl --silent --max-time 10 "${fronts[0]}/audit" >"$folder/audit" || true
    ! grep -q '^{"status":"ok"' "$folder/audit" || return 0
    sleep 0.5
  done
  return 1
}

is_running "$STATE/demo.pid" && fail "already runs from this clone; make stop stops it"
rm -rf "$folder"
mkdir -p "$STATE"
printf '%s\n' "$$" - demo.sh >"$STATE/demo.pid"
say "starting three silos, two fronts and PostgreSQL"
# Ctrl-C is for this script, which stops the cluster.
set -m
deploy/local/cluster.sh > >(trap '' INT; while IFS= read -r line; do echo "        | $line"; done) 2>&1 3>&- </dev/null &
cluster=$!
set +m
trap end EXIT
trap 'exit 1' INT TERM HUP
until [ -f "$targets/front.json" ]; do
  kill -0 "$cluster" 2>/dev/null || fail "the cluster did not start"
  sleep 0.2
done

say "the cluster is ready; four workers send orders through both fronts"
for worker in 1 2 3 4; do
  send "$worker" &
  workers+=($!)
done
until_acknowledged 100
kill_one silo2
kill_one front1
kill_one postgres
until_acknowledged 100
touch "$folder/enough"
wait "${workers[@]}"
workers=()

cat "$folder"/acknowledged.* | sort >"$folder/acknowledged"
count=$(wc -l <"$folder/acknowledged" | tr -d ' ')
say "$count orders acknowledged, $(lines_of again) sent again, $(lines_of refused) refused; looking for each of them"
failed=0
await_audit || { echo "the audit is not ok: $(cat "$folder/audit")"; failed=1; }
look_up | sort >"$folder/found"
list_pages | sort >"$folder/listed"
lost=$( (comm -23 "$folder/acknowledged" "$folder/found"; comm -23 "$folder/acknowledged" <(uniq "$folder/listed")) | sort -u \
  | tee "$folder/lost" | wc -l | tr -d ' ')
doubled=$(uniq -d "$folder/listed" | tee "$folder/doubled" | wc -l | tr -d ' ')
[ "$lost" -eq 0 ] && [ "$doubled" -eq 0 ] || failed=1
[ "$failed" -ne 0 ] || say "the audit is ok: accounts, books and store agree"
stop_cluster
say "$count orders acknowledged, $lost lost, $doubled doubled"
exit "$failed"
