# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ways through one building for everybody who asks, around what is closed at the moment."""

from collections.abc import Iterable

from booking.plan.building import Building, Mark, Place
from booking.plan.routing import Profile, Route, Router, Spot

KEPT = 8  # routers: for each profile, with what is closed and without


class Ways:
    """Keeps a router for each profile and for what is closed."""

    def __init__(self, building: Building) -> None:
        self.building = building
        self._routers: dict[tuple[Profile, frozenset[str]], Router] = {}

    def router(self, profile: Profile = Profile(), closed: Iterable[str] = ()) -> Router:  # noqa: B008 - never changes
        """Who finds ways for a profile, around places and doors with these ids."""
        key = (profile, frozenset(closed))
        if key not in self._routers:
            if len(self._routers) >= KEPT:
                self._routers.clear()
            self._routers[key] = Router(self.building, *key)
        return self._routers[key]

    def route(
        self, begin: str | Spot, what: Place | Mark, profile: Profile, closed: Iterable[str]
    ) -> tuple[Route, bool]:
        """The best way, and whether it goes round something closed; raises NoWay."""
        shut, end = frozenset(closed), what.id if isinstance(what, Place) else what
        route = self.router(profile, shut).route(begin, end)
        return route, bool(shut) and self.router(profile).route(begin, end).steps != route.steps
