#!/usr/bin/env bash
# Places an order so that it is stored once, follows it across a broken connection, and cancels it. Needs curl.
# Settings: TRADINGOPS_URL, TRADINGOPS_KEY.
set -euo pipefail
url=${TRADINGOPS_URL:-http://localhost:8080}
auth=()
[ -z "${TRADINGOPS_KEY:-}" ] || auth=(--header "Authorization: Bearer $TRADINGOPS_KEY")

# The order has an id of ours, so sending it again after an error or no answer is safe: it is stored once.
call() { curl --silent --show-error --retry 5 --retry-connrefused --max-time 10 ${auth[@]+"${auth[@]}"} "$@"; }
order="{\"symbol\":\"AAPL\",\"qty\":1,\"type\":\"limit\",\"limit_price\":100,\"time_in_force\":\"gtc\",\"client_order_id\":\"curl-$(date +%s%N)\"}"
place() { call --header 'Content-Type: application/json' --data "$order" "$url/orders"; }

# follow LAST_ID EVENT: reads the stream behind an id until our order has an event, and prints the id of that.
follow() {
  local id=$1 name=$2 line
  while true; do
    while IFS= read -r line; do
      case $line in
        "id: "*) id=${line#id: } ;;
        "data: "*"\"event\":\"$name\",\"id\":\"$number\""*) echo "$id"; return ;;
      esac
    done < <(curl --silent --no-buffer ${auth[@]+"${auth[@]}"} --header "Last-Event-ID: $id" "$url/stream?symbol=AAPL&account=demo&types=order")
    sleep 1 # The connection broke: go on behind the last id, on this front or another.
  done
}

sequence=$(call "$url/books/AAPL?depth=1" | sed -E 's/.*"sequence":([0-9]+).*/\1/')
number=$(place | sed -E 's/^\{"id":"([^"]*)".*/\1/')
again=$(place | sed -E 's/^\{"id":"([^"]*)".*/\1/')
case $number in AAPL-*) ;; *) echo "not placed: $number" >&2; exit 1 ;; esac
[ "$number" = "$again" ] || { echo "stored twice: $number and $again" >&2; exit 1; }
echo "placed $number, once"
last=$(follow "AAPL=$sequence" accepted)
echo "accepted at $last"
status=$(call --request DELETE "$url/orders/$number" | sed -E 's/.*"status":"([^"]*)".*/\1/')
echo "$status"
follow "$last" canceled >/dev/null
echo "done"
