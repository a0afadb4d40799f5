#!/usr/bin/env bash
# Measures how long markets are away when a silo dies or hangs: kills (KILL) or stops (STOP) one silo of a running `make cluster`
# after the other, and prints for each round how long it took until every market took an order of a known account and one of an
# account that did not exist before. Ends with minimum, median and maximum, and the answers by status.
# Usage: Benchmarks/failover.sh [rounds of each signal]. Settings: STATE, as for make cluster.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-20}
state=${STATE:-artifacts/run}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
symbols=(AAPL MSFT NVDA SPY QQQ TSLA AMZN)
mapfile -t fronts < <(grep -oE '[0-9.]+:[0-9]+' "$state/targets/front.json")
[ ${#fronts[@]} -gt 0 ] || { echo "failover: no cluster runs; start one: make cluster" >&2; exit 1; }

now() { date +%s%3N; }

# await_order SYMBOL ACCOUNT: sends orders until one is accepted. An order with an unknown outcome is sent again under the same id;
# a refusal is stored, so that the next try needs another id.
await_order() {
  local symbol=$1 account=$2 number=1 try=0 status
  while true; do
    try=$((try + 1))
    status=$(curl --silent --max-time 20 --output "$folder/answer.$account" --write-out "%{http_code}" \
      --header 'content-type: application/json' "http://${fronts[try % ${#fronts[@]}]}/orders" --data \
      "{\"symbol\":\"$symbol\",\"account\":\"$account\",\"asset_class\":\"EQUITY\",\"qty\":1,\"client_order_id\":\"$round-$number\"}") || true
    echo "$status" >>"$folder/statuses.$account"
    case $status in
      200 | 201) return ;;
      422) number=$((number + 1)) ;;
    esac
    sleep 0.05
  done
}

# orders KIND: sends one order to each market, all at once, of known or fresh accounts; adds the processes to $waited.
orders() {
  local symbol account
  for symbol in "${symbols[@]}"; do
    account=failover-$1-$symbol
    [ "$1" = known ] || account=$account-$round
    await_order "$symbol" "$account" &
    waited+=($!)
  done
}

await_silo() {
  until [ "$(sed -n 1p "$state/$1.pid")" != "$2" ] && curl --silent --fail --output /dev/null "$(sed -n 2p "$state/$1.pid")"; do
    sleep 0.2
  done
}

measure() {
  local signal=$1 silo=$2 pid known fresh began waited=()
  pid=$(sed -n 1p "$state/$silo.pid")
  began=$(now)
  kill -"$signal" "$pid"
  ( waited=(); orders known; wait "${waited[@]}"; echo $(($(now) - began)) >"$folder/known" ) & known=$!
  ( waited=(); orders fresh; wait "${waited[@]}"; echo $(($(now) - began)) >"$folder/fresh" ) & fresh=$!
  wait "$known" "$fresh"
  echo "$signal $silo known $(cat "$folder/known") ms, fresh $(cat "$folder/fresh") ms"
  cat "$folder/known" >>"$folder/$signal.known"
  cat "$folder/fresh" >>"$folder/$signal.fresh"
  [ "$signal" = KILL ] || kill -KILL "$pid"
  await_silo "$silo" "$pid"
  # Until the three silos have agreed on who is there.
  sleep 5
}

run=$(date +%s)
round=$run-0
waited=()
orders known
wait "${waited[@]}"
died=0
for ((i = 1; i <= rounds; i++)); do
  for signal in KILL STOP; do
    round=$run-$i-$signal
    measure "$signal" "silo$((died++ % 3 + 1))"
  done
done
for result in "$folder"/KILL.* "$folder"/STOP.*; do
  sort -n "$result" | awk -v name="$(basename "$result")" '{ ms[NR] = $1 } END { print name ": min " ms[1] ", median " \
    ms[int((NR + 1) / 2)] ", max " ms[NR] " ms over " NR " rounds" }'
done
echo "answers by status: $(cat "$folder"/statuses.* | sort | uniq -c | awk '{ printf "%s x %s  ", $1, $2 }')"
