#!/usr/bin/env bash
# Shows the first promise of TradingOps in two minutes: runs a cluster of its own, sends orders through both fronts, kills a silo,
# a front and the database meanwhile, and then looks every acknowledged order up. Exit code 1 if one is lost or doubled.
# Settings: DEMO_ORDERS (per sender, 150), and those of cluster.sh.
set -euo pipefail
cd "$(dirname "$0")/../.."
say() { echo "demo: $*"; }
fail() { echo "demo: $*" >&2; exit 1; }

senders=4
orders=${DEMO_ORDERS:-150}
folder=$PWD/artifacts/demo
export RUN_LOGS=artifacts/demo/run DATA=$folder/data FRONT_PORT=${FRONT_PORT:-18080} SILO_HTTP_PORT=${SILO_HTTP_PORT:-18082}
export SILO_PORT=${SILO_PORT:-18111} GATEWAY_PORT=${GATEWAY_PORT:-18300} POSTGRES_PORT=${POSTGRES_PORT:-18432}
unset ConnectionStrings__TradingOps
fronts=("http://127.0.0.1:$FRONT_PORT" "http://127.0.0.1:$((FRONT_PORT + 1))")

rm -rf "$folder"
mkdir -p "$folder"
deploy/local/cluster.sh &
cluster=$!
workers=()
finish() {
  trap - EXIT INT TERM
  [ ${#workers[@]} -eq 0 ] || kill "${workers[@]}" 2>/dev/null || true
  kill -TERM "$cluster" 2>/dev/null || true
  wait "$cluster" 2>/dev/null || true
}
trap finish EXIT
trap 'finish; exit 1' INT TERM
until [ -f "$folder/run/front.urls" ]; do
  kill -0 "$cluster" 2>/dev/null || fail "the cluster did not start"
  sleep 0.5
done

# send SENDER: limit orders around one price, bought and sold in turn. An order without an answer, or with one that is not final,
# is sent again under the same client_order_id, as the README says. Writes "client_order_id status" for each final answer.
send() {
  local n id side order status try
  for ((n = 1; n <= orders; n++)); do
    id=demo-$1-$n side=buy
    [ $(((n + $1) % 2)) -eq 0 ] || side=sell
    order='{"symbol":"AAPL","type":"limit","limit_price":187.40,"qty":1,"time_in_force":"gtc",'
    order+="\"account\":\"demo-$1\",\"side\":\"$side\",\"client_order_id\":\"$id\"}"
    for ((try = 0; ; try++)); do
      status=$(curl --silent --max-time 15 --output "$folder/answer-$1" --write-out '%{http_code}' \
        -H 'content-type: application/json' -d "$order" "${fronts[$(((n + try) % 2))]}/orders") || status=000
      case $status in
        200 | 201 | 422) break ;;
        000 | 503) sleep 0.2 ;;
        *) echo "demo: $id was answered $status: $(cat "$folder/answer-$1")" >&2; return 1 ;;
      esac
    done
    echo "$id $status" >>"$folder/answers-$1"
  done
}

answered() { cat "$folder"/answers-* 2>/dev/null | wc -l; }
await_answers() { until [ "$(answered)" -ge "$1" ]; do sleep 0.2; done; }
kill_process() {
  local pid
  read -r pid _ <"$folder/run/$1.pid"
  say "$(answered) orders are acknowledged; kill -9 of $1 (process $pid)"
  kill -KILL "$pid"
}

total=$((senders * orders))
say "sending $total orders through both fronts"
for ((s = 1; s <= senders; s++)); do send "$s" & workers+=($!); done
await_answers $((total / 5))
kill_process silo2
await_answers $((total * 2 / 5))
kill_process front1
await_answers $((total * 3 / 5))
kill_process postgres
for pid in "${workers[@]}"; do wait "$pid" || fail "a sender gave up"; done
workers=()
say "all $total orders are acknowledged; looking every one of them up"

for url in "${fronts[@]}"; do until curl --silent --fail --max-time 5 --output /dev/null "$url/health"; do sleep 0.5; done; done
# The orders of each account, page by page; Link names the next page.
for ((s = 1; s <= senders; s++)); do
  page="/orders?account=demo-$s&limit=100"
  while [ -n "$page" ]; do
    curl --silent --fail --max-time 30 --dump-header "$folder/headers" "${fronts[1]}$page" >"$folder/page" || fail "$page failed"
    grep -o '"client_order_id":"[^"]*"' "$folder/page" | cut -d '"' -f 4 >>"$folder/stored" || true
    page=$(sed -n 's/^[Ll]ink: *<\([^>]*\)>.*/\1/p' "$folder/headers" | sed 's#^http://[^/]*##')
  done
done
cut -d ' ' -f 1 "$folder"/answers-* | sort >"$folder/acknowledged"
sort "$folder/stored" -o "$folder/stored"
lost=$(comm -23 "$folder/acknowledged" <(uniq "$folder/stored") | wc -l)
doubled=$(uniq -d "$folder/stored" | wc -l)
audit=$(curl --silent --max-time 30 "${fronts[1]}/audit")
say "$(wc -l <"$folder/acknowledged") orders acknowledged, $lost lost, $doubled doubled"
say "audit: $(printf '%.160s' "$audit")"
[ "$lost" -eq 0 ] && [ "$doubled" -eq 0 ] || exit 1
