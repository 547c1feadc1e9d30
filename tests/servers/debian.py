# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A clean Debian in a folder, with what the package needs and nothing else; commands in it have no network."""

import os
import platform
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

SOURCES = Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")
# Its own processes, mounts and network, of which only loopback is up.
APART = ["unshare", "--mount", "--net", "--pid", "--fork", "--kill-child", "--propagation", "private"]
ENTER = 'mount -t proc proc "$0/proc" && ip link set lo up && exec chroot "$0" "$@"'


class Debian:
    """The system under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(
        self, *command: str, said: str = "", around: Mapping[str, str] | None = None, well: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run a command in it to its end; `said` is typed. Fails the test unless it does what was asked."""
        done = subprocess.run(
            [*APART, "sh", "-c", ENTER, str(self.root), *command],
            input=said,
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", **(around or {})},
        )
        assert not well or done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done


def made(folder: Path, packages: list[str], architecture: str = "") -> Debian:
    """A new one in `folder`, of the release that this machine has, out of the places that this machine asks.

    Another architecture than this machine's runs where the kernel knows an emulator for it.
    """
    if os.geteuid() != 0:
        pytest.skip("a system in a folder takes root")
    release = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    source = next((file for file in SOURCES if file.exists()), None)
    if source is None or not release:
        pytest.skip("this machine is no Debian")
    root = folder / "debian"
    wanted = f"--include={','.join(packages)}"
    kind = [f"--architectures={architecture}"] if architecture else []
    command = ["mmdebstrap", "--quiet", "--variant=minbase", *kind, wanted, release, root, source]
    subprocess.run(command, check=True, capture_output=True, text=True)  # type: ignore[arg-type]
    # A program that is installed shall not be started: there is nobody who could.
    (root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    (root / "usr/sbin/policy-rc.d").chmod(0o755)
    return Debian(root)


def gone(debian: Debian) -> None:
    """Take it away."""
    shutil.rmtree(debian.root)
