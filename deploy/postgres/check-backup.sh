#!/usr/bin/env bash
# Says in one line whether a backup of the database is sound: restores it into a private server in a temporary folder and runs
# `verify` on it, which replays every market twice. It changes neither the backup nor any other server. See docs/guides/backup.md.
#   deploy/postgres/check-backup.sh BACKUP [USER] [DATABASE]
# BACKUP is the folder of pg_basebackup (plain, or with -F tar), or a file of pg_dump (custom, tar or plain). USER, by default
# tradingops, is a superuser in the copy of pg_basebackup. DATABASE, by default that of the user's name, holds the tables.
# SILO names the program that verifies; by default the one that was built here. Exit code: 0 sound, 1 not sound, 2 not checked.
set -uo pipefail
backup=${1:?the backup: a folder of pg_basebackup, or a file of pg_dump}
user=${2:-tradingops}
database=${3:-$user}
here=$(cd "$(dirname "$0")/../.." && pwd)
silo=${SILO:-$here/Silo/bin/Release/net10.0/TradingOps.Silo.dll}

not_checked() { echo "not checked: $backup: $1"; exit 2; }
not_sound() { echo "not sound: $backup: $1"; exit 1; }
# The last line of a log that says something, without what stands before the message.
reason() {
  { grep -E 'error|ERROR|FATAL|PANIC' "$1" || cat "$1"; } | grep -v '^ *$' | tail -n 1 |
    sed -E 's/^.*(error|ERROR|FATAL|PANIC): +//'
}

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(pg_config --bindir 2>/dev/null) || not_checked "PostgreSQL's programs are missing (Debian: postgresql)"
[ -e "$backup" ] || not_checked "there is no such file or folder"
[ -e "$silo" ] || not_checked "there is no $silo: build it, or name it in SILO"
work=$(mktemp -d) || not_checked "no temporary folder could be made"
# PostgreSQL refuses to run as root; its package brings a user.
as_server=(env)
if [ "$(id -u)" = 0 ]; then as_server=(runuser -u postgres --); fi
stop() {
  "${as_server[@]}" "$bin/pg_ctl" stop -D "$work/data" -m immediate >/dev/null 2>&1
  rm -rf "$work"
}
trap stop EXIT
own() { if [ "$(id -u)" = 0 ]; then chown -R postgres "$work"; fi; chmod 700 "$work/data"; }

start() {
  # Whatever the server of the backup was configured to do, its copy does not: no archive, no replica, no port.
  : >"$work/data/postgresql.conf"
  echo 'local all all trust' >"$work/data/pg_hba.conf"
  rm -f "$work/data/postgresql.auto.conf" "$work/data/standby.signal" "$work/data/recovery.signal" "$work/data/postmaster.pid"
  own
  "${as_server[@]}" "$bin/pg_ctl" start -D "$work/data" -w -t 3600 -l "$work/server.log" \
    -o "-c listen_addresses='' -c unix_socket_directories='$work'" >"$work/start.log" 2>&1
}
# Connects as the user, without a password, to the private server only.
connect=(-h "$work" -U "$user")

if [ -d "$backup" ]; then
  mkdir "$work/data"
  if [ -f "$backup/PG_VERSION" ]; then
    if [ -f "$backup/backup_manifest" ]; then
      "$bin/pg_verifybackup" -q "$backup" >"$work/manifest.log" 2>&1 || not_sound "$(reason "$work/manifest.log")"
    fi
    cp -a "$backup/." "$work/data/" || not_checked "it could not be copied to $work"
  elif ls "$backup"/base.tar* >/dev/null 2>&1; then
    tar -xf "$backup"/base.tar* -C "$work/data" && mkdir -p "$work/data/pg_wal" || not_sound "base.tar cannot be unpacked"
    tar -xf "$backup"/pg_wal.tar* -C "$work/data/pg_wal" || not_sound "pg_wal.tar cannot be unpacked"
  else
    not_checked "the folder has neither PG_VERSION nor base.tar: it is not one of pg_basebackup"
  fi
  start || not_sound "a server does not start on it: $(reason "$work/server.log")"
else
  mkdir "$work/data"
  own
  "${as_server[@]}" "$bin/initdb" -D "$work/data" -U "$user" --auth=trust --no-sync >"$work/initdb.log" 2>&1 \
    || not_checked "no empty server could be made: $(reason "$work/initdb.log")"
  start || not_checked "no empty server starts: $(reason "$work/server.log")"
  "$bin/createdb" "${connect[@]}" -T template0 check 2>"$work/restore.log" || not_checked "$(reason "$work/restore.log")"
  database=check
  if [ "$(head -c 5 "$backup")" = PGDMP ] || "$bin/pg_restore" -l "$backup" >/dev/null 2>&1; then
    "$bin/pg_restore" "${connect[@]}" -d check --no-owner --no-privileges --exit-on-error "$backup" >"$work/restore.log" 2>&1
  else
    "$bin/psql" "${connect[@]}" -d check -qX -v ON_ERROR_STOP=1 -f "$backup" >"$work/restore.log" 2>&1
  fi || not_sound "it cannot be restored: $(reason "$work/restore.log")"
fi

records=$("$bin/psql" "${connect[@]}" -d "$database" -qtAX -c 'SELECT count(*) FROM journal' 2>"$work/journal.log") \
  || not_sound "$(reason "$work/journal.log")"
dotnet "$silo" verify --Storage:Provider PostgreSql \
  --ConnectionStrings:TradingOps "Host=$work;Username=$user;Database=$database" >"$work/verify.log" 2>"$work/verify.err" \
  || not_sound "$(tail -n 1 "$work/verify.err")"
markets=$(grep -c ' ok$' "$work/verify.log")
echo "sound: $backup: $markets markets replayed twice to the same state, $records records"
