#!/usr/bin/env bash
# Finds what the tests need. As root on Debian it installs what is missing and prints what; elsewhere it names everything that is
# missing at once, with the command that installs it, and exits with 1.
set -euo pipefail

has() { command -v "$1" >/dev/null; }
has_postgres() { ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }

missing=() packages=()
# need WHAT PACKAGE TEST...: notes WHAT as missing, and the Debian package that brings it, unless TEST succeeds.
need() {
  local what=$1 package=$2
  shift 2
  "$@" && return
  missing+=("$what")
  case " ${packages[*]-} " in *" $package "*) ;; *) packages+=("$package") ;; esac
}

find_missing() {
  missing=() packages=()
  need "curl" curl has curl
  need "PostgreSQL server" postgresql has_postgres
  need "Chromium" chromium has chromium
  need "Node" nodejs has node
  need "Prometheus" prometheus has prometheus
  need "promtool" prometheus has promtool
  need "Alertmanager" prometheus-alertmanager has prometheus-alertmanager
  need "amtool" prometheus-alertmanager has amtool
  need "ip" iproute2 has ip
  need "nsenter" util-linux has nsenter
  need "openssl" openssl has openssl
  need "kcat" kcat has kcat
  need "libfaketime" libfaketime test -e /usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1
}

# Debian starts a service as soon as its package is installed; the tests start their own.
install_packages() {
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install --yes -qq --no-install-recommends "${packages[@]}" >/dev/null
}

if ! has dotnet; then
  echo "test: the .NET SDK 10 is missing; see https://dotnet.microsoft.com/download" >&2
  exit 1
fi
find_missing
[ ${#missing[@]} -gt 0 ] || [ "$(id -u)" -ne 0 ] || exit 0

if [ "$(id -u)" -eq 0 ] && has apt-get; then
  echo "test: installing ${packages[*]} (missing: $(IFS=,; echo "${missing[*]}" | sed 's/,/, /g'))"
  install_packages || { echo "test: the installation failed; run: apt-get install ${packages[*]}" >&2; exit 1; }
  find_missing
  [ ${#missing[@]} -gt 0 ] || exit 0
fi

{
  [ "$(id -u)" -eq 0 ] || echo "test: root is missing: tests mount a small disk and make network namespaces; run: sudo make test"
  if [ ${#missing[@]} -gt 0 ]; then
    echo "test: missing: $(IFS=,; echo "${missing[*]}" | sed 's/,/, /g')"
    echo "test: on Debian, run: sudo apt-get install ${packages[*]}"
  fi
  echo "test: without them, run: make test-fast (Engine, Grains and the first order; needs only the .NET SDK)"
} >&2
exit 1
