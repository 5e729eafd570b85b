#!/bin/sh
# Compiles one module of this repository and runs its tests. Ordinary output goes to the log of the attempt; the lines that are
# JSON objects are for the hub.
set -eu

module=protocol

fail() {
  printf '{"type":"fail","reason":"%s","retryable":false}\n' "$1"
  exit 1
}

printf '{"type":"progress","percent":10,"note":"mvn -pl %s -am test"}\n' "$module"

# The input is the way on which the hub answers: a program that we start must not read it.
if ! output=$(mvn -B -q -pl "$module" -am test </dev/null 2>&1); then
  echo "$output"
  fail "mvn -pl $module -am test has failed; the log of this attempt tells why"
fi

tests=$(sed -n 's/.*<testsuite .* tests="\([0-9]*\)".*/\1/p' "$module"/target/surefire-reports/TEST-*.xml |
  awk '{ sum += $1 } END { print sum + 0 }')
[ "$tests" -gt 0 ] || fail "module $module has run no test"

printf '{"type":"result","summary":"%s: %s tests passed","outputs":{"module":"%s","tests":"%s"}}\n' \
  "$module" "$tests" "$module" "$tests"
