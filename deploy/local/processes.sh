# What the scripts beside it share: build, start processes, wait until they are ready, start them again when they end, stop them
# all. Sourced, never run. For bash 3.2 and later: that is what macOS has.

logs=${RUN_LOGS:-artifacts/run}
mkdir -p "$logs"

# Where the processes' errors appear, also where this script's own are left out.
exec 3>&2

# One entry per process, in the order of their start.
names=() pids=() urls=() signals=() commands=() started=() pauses=() due=()

# Bytes that are allocated between two collections of the youngest generation, at least (docs/decisions/0040).
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x4000000}

say() { echo "$name_of_script: $*"; }
fail() { echo "$name_of_script: $*" >&2; exit 1; }

# build: Silo and Client, unless nothing has changed since the last build. BUILD=no leaves it out.
build() {
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download"
  dotnet --version >/dev/null 2>&1 \
    || fail "the .NET SDK that global.json asks for is missing; see https://dotnet.microsoft.com/download"
  command -v curl >/dev/null || fail "curl is missing"
  [ "${BUILD:-yes}" != no ] || return 0
  local stamp=artifacts/built
  if [ -f "$stamp" ] && [ -f "$(program Silo)" ] && [ -f "$(program Client)" ] && [ -z "$(changed_since "$stamp")" ]; then
    return 0
  fi
  say "building (the first build downloads packages and takes 1 to 3 minutes)"
  dotnet build deploy/local/processes.slnf --configuration Release --nologo --verbosity minimal --tl:off \
    | sed 's/^ */  /' || true
  [ "${PIPESTATUS[0]}" -eq 0 ] || fail "the build failed"
  touch "$stamp"
}

# The first path that is newer than a file. A folder is newer when a file in it was added or removed.
changed_since() {
  find Engine Grains Grains.Interfaces Hosting Silo Client deploy/postgres Directory.Build.props Directory.Packages.props \
    global.json \( -name bin -o -name obj \) -prune -o -newer "$1" -print | head -n 1
}

program() { echo "$1/bin/Release/net10.0/TradingOps.$1.dll"; }

# refuse_taken PORT VARIABLE: ends with one line if something listens on the port.
refuse_taken() {
  if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    fail "port $1 is in use; make stop ends what this clone started, and $2 chooses another port"
  fi
}

# start NAME URL SIGNAL COMMAND...: a process that is started again when it ends. URL is what it serves, or -; SIGNAL stops it.
start() {
  local i=${#names[@]}
  names[i]=$1 urls[i]=$2 signals[i]=$3 pauses[i]=1
  shift 3
  commands[i]=$(printf '%q ' "$@")
  # make stop ends this script by it.
  echo $$ >"$logs/$name_of_script.supervisor"
  : >"$logs/${names[i]}.log"
  launch "$i"
}

launch() {
  local i=$1
  eval "exec ${commands[i]}" >>"$logs/${names[i]}.log" 2> >(tee -a "$logs/${names[i]}.log" >&3) &
  pids[i]=$! due[i]=0 started[i]=$(date +%s)
  echo "${pids[i]} ${urls[i]}" >"$logs/${names[i]}.pid"
}

# await NAME COMMAND...: until COMMAND succeeds, or the process of that name has ended and said why.
await() {
  local name=$1 i
  shift
  for ((i = 0; i < ${#names[@]}; i++)); do [ "${names[i]}" != "$name" ] || break; done
  for _ in $(seq 1200); do
    kill -0 "${pids[i]}" 2>/dev/null || exit 1
    ! "$@" >/dev/null 2>&1 || return 0
    sleep 0.1
  done
  fail "$name was not ready within two minutes; its log is $logs/$name.log"
}

is_ready() { curl --silent --fail --max-time 5 --output /dev/null "$1/health/ready"; }

# Starts a process again: at once if the other silos had declared it dead (exit code 3), else after a pause that doubles, up to
# 30 seconds, while the process ends again within a minute.
revive() {
  local i=$1 code=0 how pause now
  now=$(date +%s)
  if [ "${due[i]}" -eq 0 ]; then
    wait "${pids[i]}" 2>/dev/null || code=$?
    how="ended with code $code"
    [ "$code" -le 128 ] || how="was ended by signal $((code - 128))"
    [ $((now - started[i])) -lt 60 ] || pauses[i]=1
    pause=${pauses[i]}
    [ "$code" -ne 3 ] || pause=0
    due[i]=$((now + pause)) pauses[i]=$((pause * 2 > 30 ? 30 : pause * 2 + 1))
    say "${names[i]} $how; the others go on; starting it again"
  fi
  [ "$now" -lt "${due[i]}" ] || launch "$i"
}

# Keeps every process running, until Ctrl-C. Without the shell's own line about a process that was killed.
run_on() {
  local i
  while true; do
    for ((i = 0; i < ${#names[@]}; i++)); do kill -0 "${pids[i]}" 2>/dev/null || revive "$i"; done
    # In the background, so that Ctrl-C acts at once.
    sleep 0.5 & wait $! || true
  done 2>/dev/null
}

stop() {
  local i
  trap - EXIT INT TERM
  # The last one started goes first, so that nothing calls a silo that drains.
  for ((i = ${#names[@]} - 1; i >= 0; i--)); do
    kill -"${signals[i]}" "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
    rm -f "$logs/${names[i]}.pid"
  done
  [ ${#names[@]} -eq 0 ] || rm -f "$logs/$name_of_script.supervisor"
}

# publish_urls KIND URL...: the addresses of the silos or fronts, where make observe finds them.
publish_urls() {
  local kind=$1
  shift
  printf '%s\n' "$@" >"$logs/$kind.urls"
}

# print_ready FRONT SILO: what can be opened now, and a first order.
print_ready() {
  cat <<READY
TradingOps is ready. Ctrl-C stops it.
  page       $1/
  contract   $1/docs
  incidents  $1/incidents
  dashboard  $2/orleans  (of Orleans: grains, calls, silos)
  health     $1/health  $2/health
  metrics    $1/metrics  $2/metrics
  alerts     make observe, in another terminal
  logs       $logs/*.log
A first order:
  curl -s $1/orders -H 'content-type: application/json' -d '{"symbol":"AAPL","qty":10,"asset_class":"EQUITY"}'
READY
}

trap stop EXIT
trap 'stop; exit 0' INT TERM
