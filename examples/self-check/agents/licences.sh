#!/bin/sh
# Looks whether every Java file begins with its licence. The simplest sort of agent: the exit code is the result, and the last
# line of output is its summary.
set -eu

files() {
  find . \( -name target -o -name node_modules -o -name .git -o -name .hubspoke \) -prune -o -type f -name '*.java' -exec "$@" {} +
}

# shellcheck disable=SC2016 # $0 is awk's
missing=$(files awk 'FNR == 1 && $0 != "// SPDX-License-Identifier: Apache-2.0" { print FILENAME }')
if [ -n "$missing" ]; then
  echo "$missing"
  echo "$(echo "$missing" | wc -l) Java files do not begin with their licence, the first is $(echo "$missing" | head -n 1)" >&2
  exit 1
fi

count=$(files ls | wc -l)
echo "all $((count)) Java files begin with their licence"
