#!/bin/sh
# Reviews the shell scripts of this repository: with shellcheck where there is one, else with the shell's own syntax check.
# Then asks a specialist, through the hub, whether a secret stands in them.
set -eu

# Makes one JSON text of what comes in.
json_text() {
  tab=$(printf '\t')
  printf '"'
  tr -d '\000-\010\013-\037' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e "s/$tab/\\\\t/g" |
    awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }'
  printf '"'
}

fail() {
  printf '{"type":"fail","reason":%s,"retryable":false}\n' "$(echo "$1" | json_text)"
  exit 1
}

# The shell that a file is written for; empty when it is no shell script.
shell_of() {
  case $(head -n 1 "$1") in
    '#!/bin/sh') echo sh ;;
    '#!'*bash) echo bash ;;
    *) case $1 in *.sh) echo sh ;; esac ;;
  esac
}

# What is wrong with a script. A part that others read in is looked at with them: alone, its variables come from nowhere.
review() {
  if command -v shellcheck >/dev/null && head -n 1 "$1" | grep -q '^#!'; then
    shellcheck -x "$1"
  elif command -v "$2" >/dev/null; then
    "$2" -n "$1" 2>&1
  fi
}

# The first line of the input is the task. What it says is in HUBSPOKE_TASK too, so it is only passed over here.
IFS= read -r task
[ -n "$task" ]

scripts=
count=0
for file in $(find . \( -name target -o -name node_modules -o -name .git -o -name .hubspoke \) -prune \
  -o -type f \( -name '*.sh' -o -perm -u+x \) -print | sort); do
  shell=$(shell_of "$file")
  [ -n "$shell" ] || continue
  found=$(review "$file" "$shell") || fail "$found"
  scripts="$scripts $file"
  count=$((count + 1))
done
[ "$count" -gt 0 ] || fail "no shell script was found"
printf '{"type":"progress","percent":60,"note":"%s scripts are well-formed"}\n' "$count"

# The specialist scans the question and the files that it names.
printf '{"type":"consult","id":"secrets","specialist":"security-expert","question":"Does a secret stand in these files?","context":"%s"}\n' \
  "$scripts"
while IFS= read -r answer; do
  case $answer in *'"id":"secrets"'*) break ;; esac
done
case $answer in
  *'"outcome":"answered"'*'no secret found'*) ;;
  *) fail "the security expert says: $answer" ;;
esac

printf '{"type":"result","summary":"%s shell scripts are well-formed and hold no secret","outputs":{"scripts":"%s"}}\n' "$count" "$count"
