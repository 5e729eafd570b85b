#!/bin/sh
# Fails at the first attempt on purpose. The second attempt is told why the first one failed, and checks that it was.
set -eu

reason="the first attempt fails on purpose"
if [ "$HUBSPOKE_ATTEMPT" -eq 1 ]; then
  printf '{"type":"fail","reason":"%s","retryable":true}\n' "$reason"
  exit 1
fi

if ! grep -q "$reason" "$HUBSPOKE_TASK"; then
  printf '{"type":"fail","reason":"the task does not tell why the attempt before failed","retryable":false}\n'
  exit 1
fi
printf '{"type":"result","summary":"attempt %s was told why the one before failed"}\n' "$HUBSPOKE_ATTEMPT"
