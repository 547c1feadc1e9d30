# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""An exported calendar is brought in: a look at what would be and what clashes, and only then it counts.

Between the two the file travels in the page itself, packed: nothing of it is kept here.
"""

import base64
import binascii
import zlib

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.problems import status_of
from booking.calendar_file import LARGEST
from booking.importing import Importing, Report
from booking.refusal import Refused
from booking.staff_texts import NOT_IMPORTED
from booking.web.site import desk_of, text_of, words_of
from booking.web.staffed import person_of, staff_page
from booking.web.typed import agreed, digest_of

SHOWN = 100  # clashes, and appointments that are left out


def form(
    request: Request,
    sent: FormData | None = None,
    refused: Refused | None = None,
    report: Report | None = None,
    packed: str = "",
    seen: str = "",
    done: bool = False,
) -> Response:
    """Which file, into which room; once it was read, what would become of it."""
    words = words_of(request)
    left_out = [one for one in report.skipped if one.why != "past"] if report else []
    return staff_page(
        request,
        "staff_import.html",
        status_of(refused) if refused else 200,
        room=text_of(sent, "room") if sent else "",
        report=report,
        left_out=[(one.title, words.t(NOT_IMPORTED[one.why])) for one in left_out[:SHOWN]],
        over=len(report.skipped) - len(left_out) if report else 0,
        packed=packed,
        seen=seen,
        force=bool(sent and text_of(sent, "force")),
        ask_force=refused is not None and refused.reason == "suddenly_empty",
        most=SHOWN,
        text=words.refusal(refused) if refused else "",
        done=done,
    )


def bring_in(request: Request, sent: FormData) -> Response:
    """Look at it first; agreed to, it is brought in without what clashes."""
    desk, room, force = desk_of(request), text_of(sent, "room"), bool(text_of(sent, "force"))
    packed = ""
    try:
        data = _content(request, sent)
        packed = _pack(data)
        importing = Importing(desk, person_of(request).name)
        seen = digest_of(sent, data)
        if agreed(sent, data):
            report = importing.bring_in(data, room, skip_clashes=True, force=force)
            return form(request, sent, report=report, done=True)
        return form(
            request,
            sent,
            report=importing.rehearse(data, room, skip_clashes=True, force=force),
            packed=packed,
            seen=seen,
        )
    except Refused as refused:
        return form(request, sent, refused, packed=packed)


def _content(request: Request, sent: FormData) -> bytes:
    """The file that was chosen, or the one that the page brought back."""
    content: bytes = request.state.content
    if content:
        return content
    try:
        packed = base64.b64decode(text_of(sent, "packed"), validate=True)
        return zlib.decompressobj().decompress(packed, LARGEST + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise Refused("not_a_calendar") from error


def _pack(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data)).decode() if len(data) <= LARGEST else ""
