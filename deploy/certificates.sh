#!/usr/bin/env bash
# Makes an authority and one certificate for each process, for the connections of silos and fronts (Orleans:Tls).
#
#   deploy/certificates.sh FOLDER PROCESS...     such as: deploy/certificates.sh certificates silo1 silo2 silo3 front1 front2 front3
#
# A PROCESS is silo or front with an optional number. FOLDER/PROCESS then holds what this process is given, and nothing else:
# certificate.pem, key.pem and authority.pem. FOLDER/authority holds the authority with its key: keep it away from the processes.
# What is valid for 30 more days and has the cluster's name is kept, so the same command renews. A process reads a renewed file at its next
# connection. Settings: CLUSTER_ID (tradingops; that of Orleans:ClusterId), DAYS (365; how long a certificate is valid).
set -euo pipefail

fail() { echo "certificates: $1" >&2; exit 1; }

cluster=${CLUSTER_ID:-tradingops}
days=${DAYS:-365}
authority_days=3650
renew_within=$((30 * 24 * 3600))

[ $# -ge 2 ] || fail "usage: deploy/certificates.sh FOLDER PROCESS...; a PROCESS is silo or front with an optional number"
command -v openssl >/dev/null || fail "openssl is missing (Debian: openssl)"
folder=$1
shift
for process in "$@"; do
  [[ $process =~ ^(silo|front)[0-9]*$ ]] || fail "the process is '$process'; it must be silo or front with an optional number"
done
[[ $days =~ ^[1-9][0-9]*$ ]] || fail "DAYS is '$days'; it must be a whole number of at least 1"

# Every user may read the keys of the processes, so that the user of a container can; but only this user may enter the folder.
mkdir -p "$folder"
chmod 700 "$folder"
authority=$folder/authority
work=$(mktemp -d "$folder/new.XXXXXX")
trap 'rm -rf "$work"' EXIT

# run OPENSSL_COMMAND...: with what it says where it fails.
run() { openssl "$@" 2>"$work/errors" || fail "openssl $1 failed: $(cat "$work/errors")"; }

make_key() { run genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$work/key.pem"; }

if [ ! -f "$authority/certificate.pem" ]; then
  make_key
  # A subject and extensions in a file, as versions of openssl differ in what they take as arguments.
  printf '[req]\ndistinguished_name=name\nprompt=no\nx509_extensions=authority\n' >"$work/config"
  printf '[name]\nCN=%s authority\n' "$cluster" >>"$work/config"
  printf '[authority]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n' >>"$work/config"
  printf 'subjectKeyIdentifier=hash\n' >>"$work/config"
  run req -x509 -new -key "$work/key.pem" -sha256 -days "$authority_days" -config "$work/config" -out "$work/certificate.pem"
  mkdir -p "$authority"
  chmod 700 "$authority"
  mv "$work/key.pem" "$authority/key.pem"
  mv "$work/certificate.pem" "$authority/certificate.pem"
  echo "made the authority in $authority"
fi
openssl x509 -in "$authority/certificate.pem" -noout -checkend $((days * 24 * 3600)) >/dev/null \
  || fail "the authority in $authority ends before a certificate of $days days would; see docs/guides/certificates.md"

# is_kept: whether the certificate in $held is of this authority, is valid for long enough and has the name of this cluster.
is_kept() {
  [ -f "$held/certificate.pem" ] \
    && openssl x509 -in "$held/certificate.pem" -noout -checkend "$renew_within" >/dev/null \
    && openssl verify -CAfile "$authority/certificate.pem" -verify_hostname "$role.$cluster" "$held/certificate.pem" \
      >/dev/null 2>&1
}

# write_authorities: the authorities that $held has, and this one. Processes whose certificates are of an earlier one connect on.
write_authorities() {
  local added authorities
  added=$(cat "$authority/certificate.pem")
  authorities=$(cat "$held/authority.pem" 2>/dev/null || true)
  if [[ $authorities != *"$added"* ]]; then authorities=${authorities:+$authorities$'\n'}$added; fi
  printf '%s\n' "$authorities" >"$work/authority.pem"
}

for process in "$@"; do
  held=$folder/$process
  role=${process%%[0-9]*}
  # A front only connects; a silo is connected to as well.
  purposes=clientAuth
  [ "$role" = front ] || purposes=serverAuth,clientAuth
  if is_kept; then
    echo "kept $held: $(openssl x509 -in "$held/certificate.pem" -noout -enddate)"
    continue
  fi
  make_key
  printf '[req]\ndistinguished_name=name\nprompt=no\n[name]\nCN=%s\n' "$process" >"$work/config"
  run req -new -key "$work/key.pem" -sha256 -config "$work/config" -out "$work/request.pem"
  printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n' >"$work/extensions"
  printf 'extendedKeyUsage=%s\nsubjectAltName=DNS:%s\n' "$purposes" "$role.$cluster" >>"$work/extensions"
  run x509 -req -in "$work/request.pem" -CA "$authority/certificate.pem" -CAkey "$authority/key.pem" -sha256 -days "$days" \
    -set_serial "0x$(openssl rand -hex 16)" -extfile "$work/extensions" -out "$work/certificate.pem"
  mkdir -p "$held"
  write_authorities
  chmod 755 "$held"
  chmod 644 "$work/key.pem" "$work/authority.pem" "$work/certificate.pem"
  mv "$work/authority.pem" "$work/key.pem" "$work/certificate.pem" "$held/"
  echo "made $held: $(openssl x509 -in "$held/certificate.pem" -noout -enddate)"
done
