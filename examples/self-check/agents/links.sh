#!/bin/sh
# Follows the relative links in README.md, docs and examples.
set -eu

# Prints FILE:LINE, a tab and the target of each link; code is no text and has no links.
# shellcheck disable=SC2016 # $0 is awk's
links() {
  find README.md CONTRIBUTING.md docs examples \( -name target -o -name .hubspoke \) -prune -o -type f -name '*.md' -exec awk '
    FNR == 1 { fenced = 0 }
    /^```/ { fenced = !fenced; next }
    fenced { next }
    {
      rest = $0
      gsub(/`[^`]*`/, "", rest)
      while (match(rest, /\]\([^) ]+\)|(src|srcset|href)="[^"]+"/)) {
        link = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RSTART + RLENGTH)
        sub(/^\]\(|^[a-z]+="/, "", link)
        sub(/[)"]$/, "", link)
        sub(/#.*/, "", link)
        if (link != "" && link !~ /^[a-z]+:/) printf "%s:%d\t%s\n", FILENAME, FNR, link
      }
    }' {} + 2>/dev/null || :
}

all=$(links)
broken=$(echo "$all" | while IFS="$(printf '\t')" read -r place target; do
  [ -e "$(dirname "${place%:*}")/$target" ] || echo "$place: $target leads nowhere"
done)

count=$(echo "$all" | grep -c . || :)
if [ -n "$broken" ] || [ "$count" -eq 0 ]; then
  echo "${broken:-no link was found at all}" >&2
  exit 1
fi
printf '{"type":"result","summary":"all %s links lead somewhere","outputs":{"links":"%s"}}\n' "$count" "$count"
