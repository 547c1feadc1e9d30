#!/bin/sh
# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Runs the demo house: the booking service, and the kiosk in a window if there is a display.
set -eu
cd "$(dirname "$0")"

python=.venv/bin/python
$python -m booking demo
$python -m booking serve &
service=$!
stop() { # only once the service has ended: then the port is free again
    kill $service 2>/dev/null || true
    wait $service 2>/dev/null || true
}
trap stop EXIT
trap 'exit 0' INT TERM

echo "Phone pages, API and feeds: http://localhost:8080 (documentation of the API: http://localhost:8080/api)"
echo "Staff pages: http://localhost:8080/staff; to be let in: $python -m booking staff add NAME"
echo "On a phone in the same network, for the next 10 minutes: $($python -m booking onsite)"

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    $python -m kiosk --config data/screen.toml
else
    echo "No display here: the kiosk is not shown. Its picture: 'make pictures' draws every screen into"
    echo "build/pictures/, and 'make run' on a desktop, or over 'ssh -X', opens it. Ctrl-C stops the house."
    wait $service
fi
