# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Runs a command with the limits that a unit has, as far as that goes without systemd.

python -m tests.servers.confined UNIT COMMAND...: its system calls, address families, memory that is never both written
and run, umask, no capability, no new rights. Not its files and devices: those need namespaces.
"""

import ctypes
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from errno import EPERM
from functools import cache
from pathlib import Path

ALLOW, FAIL = 0x7FFF0000, 0x00050000 | EPERM  # seccomp.h
EQUAL = 4
NO_NEW_PRIVS, DROP_BOUND, SET_MDWE = 38, 24, 65  # prctl.h
CAPABILITIES = 64


class _Compare(ctypes.Structure):
    _fields_ = (("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64))


def settings(unit: Path, key: str) -> list[str]:
    """All values of a setting in a unit, in their order."""
    lines = unit.read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return [line.partition("=")[2] for line in lines if line.partition("=")[0] == key]


@cache
def calls(group: str) -> frozenset[str]:
    """The system calls of a group such as @system-service, as systemd counts them."""
    if not group.startswith("@"):
        return frozenset({group})
    told = subprocess.run(["systemd-analyze", "syscall-filter", group], capture_output=True, text=True, check=True)
    inner = [line.strip() for line in told.stdout.splitlines()[1:] if not line.strip().startswith("#")]
    return frozenset(name for line in inner if line for name in calls(line))


def allowed(unit: Path) -> set[str]:
    """The system calls that a unit leaves to its command."""
    found = set(calls("@default"))
    for value in settings(unit, "SystemCallFilter"):
        for group in value.removeprefix("~").split():
            found = found - calls(group) if value.startswith("~") else found | calls(group)
    return found - {"socket"}


def confine(unit: Path) -> None:
    """Give up, for good, what the unit does not leave."""
    libc = ctypes.CDLL(None, use_errno=True)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.umask(int(settings(unit, "UMask")[0], 8))
    for capability in range(CAPABILITIES):  # whoever is not root has none anyway
        libc.prctl(DROP_BOUND, capability, 0, 0, 0)
    libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    if settings(unit, "MemoryDenyWriteExecute") == ["yes"]:
        libc.prctl(SET_MDWE, 1, 0, 0, 0)  # Linux 6.3 and newer; inherited by what is started
    _filter(unit)


def _filter(unit: Path) -> None:
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    made = ctypes.c_void_p(seccomp.seccomp_init(FAIL))
    for name in sorted(allowed(unit)):
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0 and seccomp.seccomp_rule_add(made, ALLOW, number, 0):
            raise OSError(f"no filter for {name}")
    for family in _families(unit):
        compared = _Compare(0, EQUAL, family, 0)
        number = seccomp.seccomp_syscall_resolve_name(b"socket")
        if seccomp.seccomp_rule_add_array(made, ALLOW, number, 1, ctypes.byref(compared)):
            raise OSError(f"no filter for family {family}")
    if seccomp.seccomp_load(made):
        raise OSError("the filter cannot be loaded")


def _families(unit: Path) -> Iterator[int]:
    for name in settings(unit, "RestrictAddressFamilies")[0].split():
        yield int(getattr(socket, name))


if __name__ == "__main__":
    confine(Path(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - the command of a unit
