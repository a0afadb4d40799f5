# What the scripts beside it share: build, start processes, wait until they are ready, start them again, stop them all. Sourced,
# never run. For bash 3.2 and later: that is what macOS has. The processes of this clone are known by their pid files in $state.

state=${STATE:-artifacts/run}
targets=$state/targets
# Of each process: name, ready URL, command, pid, state ("starting", "ready" or "ended"), the second in which it started, its last
# pause, the second in which to start it again.
names=() urls=() commands=() pids=() states=() started=() pauses=() due=()

# Bytes that are allocated between two collections of the youngest generation, at least (docs/decisions/0024).
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x4000000}

fail() { echo "$name_of_script: $*" >&2; exit 1; }

# Sends the messages of a process to its log too. Without it they go to the terminal: a silo or front writes one line and ends.
quiet=(sh -c 'exec "$@" 2>&1' sh)

# begin: notes that this script runs, and stops its processes when it ends.
begin() {
  mkdir -p "$state"
  is_running "$state/$name_of_script.pid" \
    && fail "already runs from this clone (pid $(sed -n 1p "$state/$name_of_script.pid")); make stop stops it"
  printf '%s\n' "$$" - "$name_of_script.sh" >"$state/$name_of_script.pid"
  exec 3>&2
  trap stop EXIT
  trap 'exit 0' INT TERM HUP
}

# is_running PID_FILE: whether its process lives. Its command line must be the noted one: the system gives pids out again.
is_running() {
  [ -f "$1" ] && ps -ww -o args= -p "$(sed -n 1p "$1")" 2>/dev/null | grep -qF -- "$(sed -n 3p "$1")"
}

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

port_of() { local rest=${1#*://}; rest=${rest%%/*}; echo "${rest##*:}"; }

# refuse_taken PORT VARIABLE...: names every port that is taken, and the variable that changes it.
refuse_taken() {
  local taken=0
  while [ $# -gt 0 ]; do
    if is_taken "$1"; then
      echo "$name_of_script: port $1 is taken by another process; set $2 to choose another port" >&2
      taken=1
    fi
    shift 2
  done
  [ "$taken" -eq 0 ] || fail "make status shows what runs from this clone, make stop stops it"
}

sources() {
  find Engine Grains Grains.Interfaces Hosting Silo Client deploy/postgres docs/runbooks deploy/local/run.slnf ./*.props ./*.sln global.json \
    .editorconfig -type f -not -path '*/obj/*' -not -path '*/bin/*' "$@" | sort
}

# The stamp lists the files of the last build, and is as old as its begin.
is_built() {
  [ -f "$stamp" ] && [ "$(sources)" = "$(cat "$stamp")" ] && [ -z "$(sources -newer "$stamp")" ] \
    && [ -f Silo/bin/Release/net10.0/TradingOps.Silo.dll ] && [ -f Client/bin/Release/net10.0/TradingOps.Client.dll ]
}

# Builds silo and front unless nothing changed since the last time. BUILD=no uses what is there.
build() {
  local stamp=artifacts/run/build.stamp
  command -v dotnet >/dev/null || fail "the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download"
  command -v curl >/dev/null || fail "curl is missing"
  [ "${BUILD:-yes}" != no ] || return 0
  if is_built; then echo "nothing changed since the last build"; return; fi
  dotnet --version >/dev/null 2>&1 \
    || fail "the .NET SDK that global.json asks for is missing; see https://dotnet.microsoft.com/download"
  echo "building (the first time takes 1 to 3 minutes and needs the internet)"
  mkdir -p artifacts/run
  rm -f "$stamp"
  sources >"$stamp.new"
  dotnet build deploy/local/run.slnf --configuration Release --nologo --verbosity minimal 2>&1 \
    | tee artifacts/run/build.log | sed 's/^ */  /'
  [ "${PIPESTATUS[0]}" -eq 0 ] || fail "the build failed; its log is artifacts/run/build.log"
  mv "$stamp.new" "$stamp"
}

# start NAME READY_URL COMMAND...: starts a process with its log in $state. The last argument identifies the process.
start() {
  local i=${#names[@]}
  names[i]=$1 urls[i]=$2
  shift 2
  commands[i]=$(printf '%q ' "$@") pauses[i]=0
  echo "starting ${names[i]} at $(address_of "${urls[i]}")"
  : >"$state/${names[i]}.log"
  launch "$i" "${@: -1}"
}

# start_project NAME PROJECT URL OPTION...
start_project() {
  local name=$1 project=$2 url=$3
  shift 3
  start "$name" "$url/health/ready" dotnet "$project/bin/Release/net10.0/TradingOps.$project.dll" "$@" --Urls "$url"
}

launch() {
  local i=$1 mark=${2:-$(sed -n 3p "$state/${names[$1]}.pid")}
  # In a process group of its own: Ctrl-C is for this script, which stops the processes in order.
  set -m
  eval "exec ${commands[i]}" >>"$state/${names[i]}.log" 2>&3 3>&- </dev/null &
  pids[i]=$!
  set +m
  states[i]=starting started[i]=$SECONDS
  printf '%s\n' "${pids[i]}" "${urls[i]}" "$mark" >"$state/${names[i]}.pid"
}

address_of() { echo "${1%/*/ready}"; }

postgres_bin() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

# is_ready URL: http://... answers, or postgres://HOST:PORT takes connections.
is_ready() {
  case $1 in
    postgres://*) "$(postgres_bin)/pg_isready" -q -U tradingops -h 127.0.0.1 -p "$(port_of "$1")" ;;
    *) curl --silent --fail --max-time 2 --output /dev/null "$1" ;;
  esac
}

# await NAME: until the process is ready, or gives up with it.
await() {
  local i=0
  while [ "${names[i]}" != "$1" ]; do i=$((i + 1)); done
  for _ in $(seq 600); do
    # What a silo or front wrote to the terminal before it ended says why.
    kill -0 "${pids[i]}" 2>/dev/null || fail "$1 ended while it started; its log is $state/$1.log"
    if is_ready "${urls[i]}"; then states[i]=ready; return; fi
    sleep 0.1
  done
  fail "$1 did not become ready within a minute; its log is $state/$1.log"
}

# write_targets JOB URL...: the addresses that Prometheus scrapes, as a file of its file_sd_configs.
write_targets() {
  local job=$1 list=''
  shift
  for url in "$@"; do list="$list${list:+, }\"${url#*://}\""; done
  mkdir -p "$targets"
  echo "[{ \"targets\": [$list] }]" >"$targets/$job.new"
  mv "$targets/$job.new" "$targets/$job.json"
}

# What the other processes do while one is away.
describe_others() { echo "the others go on"; }

# Starts again what ends, until Ctrl-C.
supervise() {
  local i
  while true; do
    for ((i = 0; i < ${#names[@]}; i++)); do attend "$i"; done
    # In the background, so that a signal is handled at once.
    sleep 0.5 & wait $! || true
  done
} 2>>"$state/$name_of_script.log" # bash writes a line there about every process that is killed

attend() {
  local i=$1 status=0
  if [ "${states[i]}" = ended ]; then
    [ "$SECONDS" -lt "${due[i]}" ] || launch "$i"
  elif ! kill -0 "${pids[i]}" 2>/dev/null; then
    wait "${pids[i]}" 2>/dev/null || status=$?
    note_end "$i" "$status"
  elif [ "${states[i]}" = starting ] && is_ready "${urls[i]}"; then
    states[i]=ready
    echo "${names[i]} is ready again"
  fi
}

# Decides when a process starts again: after 1 s, and after twice the last pause while it ends within a minute.
note_end() {
  local i=$1 status=$2 what pause
  if [ "${pauses[i]}" -eq 0 ] || [ $((SECONDS - started[i])) -ge 60 ]; then pauses[i]=1; else pauses[i]=$((2 * pauses[i])); fi
  [ "${pauses[i]}" -le 30 ] || pauses[i]=30
  pause=${pauses[i]}
  if [ "$status" -eq 3 ]; then
    what="ended because the other silos declared it dead"
    pause=0
  elif [ "$status" -gt 128 ]; then
    what="was killed by signal $((status - 128))"
  else
    what="ended with exit code $status"
  fi
  states[i]=ended due[i]=$((SECONDS + pause))
  echo "${names[i]} $what; $(describe_others "${names[i]}"); starting it again$([ "$pause" -lt 2 ] || echo " in $pause s")"
}

# Stops every process: the last one started goes first, so that no silo drains while a front still sends to it.
stop() {
  local i signal
  trap - EXIT
  trap '' INT TERM HUP
  for ((i = ${#names[@]} - 1; i >= 0; i--)); do
    if [ "${states[i]}" != ended ] && kill -0 "${pids[i]}" 2>/dev/null; then
      echo "stopping ${names[i]}"
      kill -"$(stop_signal "${urls[i]}")" "${pids[i]}" 2>/dev/null || true
      wait "${pids[i]}" 2>/dev/null || true
    fi
    rm -f "$state/${names[i]}.pid"
  done
  rm -f "$state/$name_of_script.pid"
}

# PostgreSQL closes its connections on INT; on TERM it waits for the clients to do so.
stop_signal() { case $1 in postgres://*) echo INT ;; *) echo TERM ;; esac; }
