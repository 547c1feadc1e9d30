# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Where from staff's pages open: in the networks that the config names, whatever stands before the service.

And how it goes with the machine is shown there only. The address is the one that the proxy on this machine vouches for.
"""

import ipaddress
import re
from collections.abc import Iterable

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from booking.config import Network
from booking.refusal import NotFound, Refused
from booking.web.site import no

LANGUAGE = r"(?:/(?P<lang>[a-z]{2}(?:-[a-z]{5,8})?))?"
STAFF = re.compile(LANGUAGE + r"/staff(?:/.*)?")
OF_THE_MACHINE = re.compile(LANGUAGE + r"/(?:status|metrics)")


class Networks:
    """ASGI middleware: says no to whoever asks for a page of staff from elsewhere."""

    def __init__(self, app: ASGIApp, networks: Iterable[Network]) -> None:
        self._app = app
        self._networks = tuple(networks)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        staff = STAFF.fullmatch(path)
        if staff and self._networks and not self._is_within(scope):
            scope["path_params"] = {"lang": staff["lang"] or "de"}
            await no(Request(scope), Refused("elsewhere"))(scope, receive, send)
        elif OF_THE_MACHINE.fullmatch(path) and not self._is_within(scope):
            scope["path_params"] = {}
            await no(Request(scope), NotFound())(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_within(self, scope: Scope) -> bool:
        """Of the named networks, or this machine itself."""
        try:
            asker = ipaddress.ip_address(scope["client"][0])
        except (TypeError, ValueError):
            return False
        asker = getattr(asker, "ipv4_mapped", None) or asker
        return asker.is_loopback or any(asker in network for network in self._networks)
