#!/bin/sh
# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Runs the demo house: the booking service, and the kiosk in a window if there is a display.
set -eu
cd "$(dirname "$0")"
.venv/bin/python -m booking serve --config assets/demo/house.toml --data data &
service=$!
trap 'kill $service 2>/dev/null || true' EXIT INT TERM

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    .venv/bin/python -m kiosk --config data/screen.toml
else
    echo "No display here: the service runs, the kiosk does not. To see its picture: make pictures"
    wait $service
fi
