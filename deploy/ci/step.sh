#!/bin/sh
# A benchmark step for any CI that has a shell, or for cron.   step.sh COMMAND…
# NILOMETER_SERVER, NILOMETER_PROJECT and NILOMETER_TOKEN are needed, NILOMETER_MACHINE names the class of the machine.
# Status: 0 pass, 1 regressed, 2 it could not be done, 3 nothing could be compared although this project has a history.
set -eu
: "${NILOMETER_SERVER:?is the address of the server}"
PATH="$HOME/.local/bin:$PATH"
command -v nilometer >/dev/null || curl -fsS --retry 5 "$NILOMETER_SERVER/install" | sh
exec nilometer run -- "$@"
