# What the scripts beside it share: build, start processes, wait until they are ready, stop them all. Sourced, never run. For bash
# 3.2 and later: that is what macOS has.

logs=artifacts/run
pids=()

# Bytes that are allocated between two collections of the youngest generation, at least (docs/decisions/0040).
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x4000000}

fail() { echo "$name_of_script: $*" >&2; exit 1; }

build() {
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download"
  dotnet --version >/dev/null 2>&1 \
    || fail "the .NET SDK that global.json asks for is missing; see https://dotnet.microsoft.com/download"
  command -v curl >/dev/null || fail "curl is missing"
  mkdir -p "$logs"
  for project in Silo Client; do
    dotnet build "$project" --configuration Release --nologo --verbosity quiet >"$logs/build.log" 2>&1 \
      || { cat "$logs/build.log" >&2; fail "$project does not build"; }
  done
}

# Something else that answers at a URL would look like ours.
refuse_taken() {
  for url in "$@"; do
    curl --silent --max-time 2 --output /dev/null "$url/health/live" && fail "$url: another process listens on this port"
  done
  return 0
}

stop() {
  trap - EXIT INT TERM
  # The last one started goes first, so that nothing is asked of a silo that drains.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill -TERM "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
}

# start NAME PROJECT OPTION...: a process of ours, its log in $logs.
start() {
  local name=$1 project=$2
  shift 2
  dotnet "$project/bin/Release/net10.0/TradingOps.$project.dll" "$@" >"$logs/$name.log" &
  last_pid=$!
  pids+=("$last_pid")
}

# await NAME URL: until the last process started answers, or gives up with it.
await() {
  local name=$1 url=$2 pid=$last_pid
  for _ in $(seq 600); do
    # A process that gives up has said why.
    kill -0 "$pid" 2>/dev/null || exit 1
    if curl --silent --fail --max-time 2 --output /dev/null "$url/health/ready"; then return; fi
    sleep 0.1
  done
  fail "$name did not become ready within a minute; its log is $logs/$name.log"
}

# Until a process ends by itself, or Ctrl-C.
run_on() {
  while true; do
    for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null || fail "a process stopped; see $logs"; done
    # In the background, so that Ctrl-C is heard at once.
    sleep 0.5 & wait $! || true
  done
}

trap stop EXIT
trap 'stop; exit 0' INT TERM
