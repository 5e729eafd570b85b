#!/bin/sh
# Does what its instructions say, which for this example is little. Keeps the contract of docs/agents.md.
set -eu

IFS= read -r task
case $task in
  *'"instructions":"wait for a minute"'*)
    printf '{"type":"progress","percent":1,"note":"waiting"}\n'
    # shellcheck disable=SC2217 # its parent's input must not be held open
    sleep 60 </dev/null
    ;;
esac
printf '{"type":"result","summary":"said hello"}\n'
