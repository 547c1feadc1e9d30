#!/bin/sh
# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
#
# Makes this checkout ready: "setup.sh run" for running, "setup.sh docs" for building the handbooks as well, "setup.sh
# test" for testing all of it.
# Installs the Debian packages that are missing and the virtual environments whose lock has changed; else it does nothing.
set -eu
cd "$(dirname "$0")"
python="${PYTHON:-python3}"

stop() {
    echo "setup: $1" >&2
    exit 1
}

packages() { # $1: run, make or test
    awk -v part="$1" '$1 == part { print $2 }' packages.txt
}

missing() {
    for name in "$@"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | grep -qx installed || echo "$name"
    done
}

install_packages() { # $@: names
    command -v dpkg-query >/dev/null || { echo "setup: no Debian here; please see to these yourself: $*" >&2; return; }
    lacking=$(missing "$@" | tr '\n' ' ')
    [ -n "$lacking" ] || return 0
    root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || stop "please install as root: apt-get install $lacking"
        root=sudo
    fi
    echo "setup: installing $lacking"
    $root apt-get update -q && $root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $lacking ||
        stop "apt-get could not install: $lacking. Without it the house does not run."
}

environment() { # $1: folder, $2: lock
    stamp="$(sha256sum <"$2") $("$python" -V)"
    [ "$(cat "$1/lock.sha256" 2>/dev/null)" != "$stamp" ] || return 0
    echo "setup: $1 from $2"
    rm -rf "$1"
    "$python" -m venv "$1" || stop "no virtual environment: is python3-venv there?"
    "$1/bin/pip" install -qq --disable-pip-version-check --require-hashes -r "$2" || stop "pip could not install $2"
    echo "$stamp" >"$1/lock.sha256"
}

part="${1:-run}"
# Two at once in one checkout wait for each other.
exec 9>.setup.lock
flock 9
install_packages $(packages run) $(packages make)
[ "$part" != test ] || install_packages $(packages test)
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' ||
    stop "Python 3.11, 3.12 or 3.13 is needed; name it with PYTHON=/path/to/python3.11"
environment .venv requirements.txt
[ "$part" = run ] || environment .venv-docs requirements-docs.txt
[ "$part" != test ] || environment .venv-test requirements-test.txt
