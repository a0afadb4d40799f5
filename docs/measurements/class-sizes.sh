#!/usr/bin/env bash
# Lists the classes of the product with more than 200 lines, as rows of a table: lines, what they are given (parameters of a
# primary constructor), fields that stay as they are, and fields and properties that change. Run it in the root of the clone.
set -euo pipefail
git ls-files 'Engine/*.cs' 'Grains/*.cs' 'Grains.Interfaces/*.cs' 'Silo/*.cs' 'Client/*.cs' 'Hosting/*.cs' |
while read -r file; do
  # The parts of the order book are one class.
  class=$(basename "$file" .cs)
  echo "${class%%.*} $(dirname "$file") $file"
done | sort | awk '
function flush() {
  if (lines > 200) printf "%d|| `%s/%s` | %d | %d | %d | %d |\n", lines, folder, class, lines, given, fixed, changing
}
$1 != class || $2 != folder { flush(); class = $1; folder = $2; lines = given = fixed = changing = 0 }
{
  inhead = 0
  while ((getline text < $3) > 0) {
    lines++
    if (text ~ "^(public|internal).*(class|record|struct) " class "(<.*>)?[(]") { inhead = 1; sub(/^[^(]*[(]/, "", text) }
    if (inhead) {
      ends = text ~ /[)]/
      sub(/[)].*/, "", text)
      while (gsub(/<[^<>]*>/, "", text)) continue
      if (text ~ /[A-Za-z]/) given += gsub(/,/, ",", text) + ends
      if (ends) inhead = 0
      continue
    }
    # Members of the class itself are set in by four spaces.
    if (text !~ /^    (private|public|internal|protected) / || text ~ /(static|const|=>|class|record|delegate) /) continue
    if (text ~ /{ get;.*set; }/) { changing++; continue }
    sub(/ = .*/, ";", text)
    if (text !~ / _[a-z][A-Za-z0-9]*;$/) continue
    if (text ~ / readonly /) fixed++; else changing++
  }
  close($3)
}
END { flush() }' | sort -rn | cut -d'|' -f2- | sed 's/^|/|/'
