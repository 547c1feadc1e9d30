# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How it stands with a feed that comes in, as the table feed_in has it: who asks for it, when again, what is held."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import insert, select, update

from booking.feeds_config import FeedIn
from booking.ledger import Ledger
from booking.model import feed_in

ASKED, CONFIRMED, DISCARDED = "asked", "confirmed", "discarded"
NOT_HELD: Mapping[str, Any] = dict.fromkeys(("fault", "held", "held_body", "held_known", "held_fresh"))
FREE: Mapping[str, Any] = {"lessee": None, "leased": 0}


@dataclass(frozen=True)
class Copy:
    """A whole copy of a feed, by its hash, with the marks that it came with."""

    body: bytes
    etag: str | None
    modified: str | None


@dataclass(frozen=True)
class Errand:
    """A feed that is asked for now, by `lessee` and nobody else, and how it stands with it."""

    feed: FeedIn
    lessee: str
    state: Any  # the row of feed_in
    window_moved: bool  # there may be dates to come that are not known yet

    @property
    def is_set_anew(self) -> bool:
        """Whether the config says something else of it than when it last came in."""
        return bool(self.state.setting != setting(self.feed))

    @property
    def is_whole(self) -> bool:
        """Whether a copy that is known by its marks would not do."""
        return self.window_moved or self.is_set_anew or self.state.held == CONFIRMED

    @property
    def etag(self) -> str | None:
        return None if self.is_whole else self.state.etag

    @property
    def modified(self) -> str | None:
        return None if self.is_whole else self.state.modified

    def is_same(self, copy: Copy) -> bool:
        """Whether a copy is the last good one, and all of it is known."""
        return not self.is_whole and copy.body == self.state.body


def of(book: Ledger, feed: str) -> Any:
    """The row of a feed, or None."""
    mine = (feed_in.c.house_id == book.house.id, feed_in.c.feed == feed)
    return book.db.execute(select(feed_in).where(*mine)).first()


def made(book: Ledger, feed: str) -> Any:
    """The row of a feed, which is made if it never came in."""
    if of(book, feed) is None:
        book.db.execute(insert(feed_in), {"house_id": book.house.id, "feed": feed})
    return of(book, feed)


def put(book: Ledger, feed: str, **values: Any) -> None:
    """Set some of it."""
    mine = (feed_in.c.house_id == book.house.id, feed_in.c.feed == feed)
    book.db.execute(update(feed_in).where(*mine).values(**values))


def is_of(book: Ledger, errand: Errand) -> bool:
    """Whether nobody else has taken the feed on since."""
    state = of(book, errand.feed.id)
    return state is not None and state.lessee == errand.lessee


def digest(body: bytes) -> bytes:
    """What a copy is known again by."""
    return sha256(body).digest()


def setting(feed: FeedIn) -> bytes:
    """What the config says of a feed, as far as what is brought in depends on it."""
    said = feed.model_dump(exclude={"every_minutes", "user", "password_file"})
    return sha256(repr(sorted(said.items())).encode()).digest()
