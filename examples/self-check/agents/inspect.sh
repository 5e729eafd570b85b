#!/bin/sh
# One agent for several small checks: does the one that is named like its task.
set -eu

here=$(dirname "$0")
case $HUBSPOKE_TASK_ID in
  licences | links | second-try) exec "$here/$HUBSPOKE_TASK_ID.sh" ;;
  *)
    printf '{"type":"fail","reason":"there is no check named %s","retryable":false}\n' "$HUBSPOKE_TASK_ID"
    exit 1
    ;;
esac
