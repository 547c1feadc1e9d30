# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The audit log, to be searched and checked.

Entries are written in one way whatever language staff read: codes, ids of rooms, days as 2026-05-07. Here they are said
in the reader's words, and what the reader types is looked for in both.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from booking.audit import A_PAGE, Entry
from booking.config import House
from booking.refusal import NotFound
from booking.staff_texts import ACTS
from booking.texts import Texts
from booking.web.site import desk_of, house_of, words_of
from booking.web.staffed import staff_page

LONGEST_SEARCH = 60
_CODE = re.compile(r"[0-9A-Z]{6}(?= )")
_SAID = re.compile(
    r"(?:[A-Z][a-z]{2} )?(?P<day>\d{4}-\d\d-\d\d)"
    r"|(?P<from>\d\d:\d\d) to (?P<until>\d\d:\d\d|(?=[A-Z][a-z]{2} \d{4}-))"
    r"|^(?P<count>\d+) bookings$"
    r"| ?(?P<number>#\d{6,})"
)
_TYPED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Said(NamedTuple):
    """An entry in words: the code of the booking that it was about, if it was about one, and the rest."""

    entry: Entry
    act: str
    code: str
    about: str


def log(request: Request) -> Response:
    """The newest entries that fit a search, a page of them; the whole log is checked when somebody asks."""
    words, check = words_of(request), "check" in request.query_params
    search = request.query_params.get("search", "")[:LONGEST_SEARCH]
    below = request.query_params.get("below", "")
    if below and not (below.isascii() and below.isdigit() and len(below) < 16):
        raise NotFound
    acts = {act: words.t(text) for act, text in ACTS.items()}
    fitting = [act for act, text in acts.items() if search.casefold() in text.casefold()] if search else []
    wanted = [set(_meanings(word, house_of(request), words)) for word in search.split()]
    entries = desk_of(request).log.entries(wanted, fitting, int(below) if below else None)
    return staff_page(
        request,
        "staff_log.html",
        entries=[_said(one, acts, house_of(request), words) for one in entries],
        search=search,
        more=entries[-1].number if len(entries) == A_PAGE else None,
        broken=desk_of(request).log.broken() if check else None,
        checked=check,
    )


def _meanings(word: str, house: House, words: Texts) -> Iterator[str]:
    """How the log may have what somebody typed: as it is, a room by its id, 7.5.2026 as 2026-05-07."""
    yield word
    for each in house.everything:
        if word.casefold() in each.name[words.language].casefold():
            yield each.id
    if typed := _TYPED_DAY.fullmatch(word):
        day, month, year = typed.groups()
        yield f"{year}-{int(month):02}-{int(day):02}"


def _said(entry: Entry, acts: dict[str, str], house: House, words: Texts) -> Said:
    code = match[0] if (match := _CODE.match(entry.about)) else ""
    about = entry.about[len(code) :].strip()
    first, _, rest = about.partition(" ")
    if room := house.room(first):
        about = f"{room.name[words.language]} {rest}"
    elif first == house.id:
        about = f"{words.t('the whole house')} {rest}"
    return Said(entry, acts.get(entry.act, entry.act), code, _SAID.sub(lambda found: _word(found, words), about))


def _word(found: re.Match[str], words: Texts) -> str:
    if day := found["day"]:
        try:
            return words.dated(date.fromisoformat(day))
        except ValueError:  # somebody's words look like a day
            return found[0]
    if found["from"]:
        return f"{found['from']}–{found['until']}"
    if count := found["count"]:
        return words.n("{n} booking", "{n} bookings", int(count))
    return ""
