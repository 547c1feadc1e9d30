# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The privacy desk: what is stored about somebody, how long, and the records that a house has to keep of it."""

import json

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking import privacy
from booking.api.problems import status_of
from booking.disclosure import Disclosure, Stored
from booking.model import LIVE
from booking.refusal import Refused
from booking.slots import DAY
from booking.web.site import desk_of, house_of, render, see, text_of, words_of
from booking.web.staffed import home, office_of, person_of, staff_page

LONGEST_KEPT = 90
CODE_LENGTH = 6


def desk(
    request: Request, whose: str = "", stored: Stored | None = None, refused: Refused | None = None, fewer: int = 0
) -> Response:
    """Ask what is stored about somebody, say how long names are kept, read the records."""
    now = desk_of(request).now()
    found = stored.bookings if stored else []
    return staff_page(
        request,
        "staff_privacy.html",
        status_of(refused) if refused else 200,
        whose=whose,
        stored=stored,
        coming=sum(one.status in LIVE and one.end > now for one in found),
        longest=LONGEST_KEPT,
        fewer=fewer,
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
    )


def ask(request: Request, form: FormData) -> Response:
    """Look for somebody; the address stands in no link and in no log."""
    whose = text_of(form, "whose").strip()
    disclosure = _disclosure(request)
    try:
        stored = _of(disclosure, whose)
        if text_of(form, "act") == "export":
            disclosure.note_export(stored)
            return told(disclosure, stored, house_of(request).id)
        if text_of(form, "act") == "erase":
            disclosure.erase(stored, staff=True)
            return see(f"{home(request)}privacy?done=erased")
    except Refused as refused:
        return desk(request, whose, refused=refused)
    return desk(request, whose, stored)


def keep(request: Request, form: FormData) -> Response:
    """For how many days names and addresses are kept."""
    typed = text_of(form, "days").strip()
    try:
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= LONGEST_KEPT):
            raise Refused("contact_days", longest=LONGEST_KEPT)
        if int(typed) < desk_of(request).contact_days() and text_of(form, "sure") != typed:
            return desk(request, fewer=int(typed))
        office_of(request).keep_contacts(int(typed))
    except Refused as refused:
        return desk(request, refused=refused)
    return see(f"{home(request)}privacy?done=kept")


def record(request: Request) -> Response:
    """The record of processing (GDPR Art. 30) and the erasure concept, out of what runs now."""
    days = {
        "answers": privacy.ANSWERS_KEPT // DAY,
        "letters": privacy.LETTERS_KEPT // DAY,
        "log": privacy.LOG_KEPT // DAY,
        "backups": privacy.BACKUPS_KEPT_DAYS,
    }
    return staff_page(request, "staff_record.html", days=days, database=desk_of(request).database.sqlite)


# --- by the private link, without staff


def own_form(request: Request) -> Response:
    """What a group may do with its own data."""
    token = request.path_params["token"]
    stored = Disclosure(desk_of(request)).of_link(token)
    return render(request, "own_data.html", stored=stored, token=token)


def own_export(request: Request) -> Response:
    """All that is stored, as a file."""
    disclosure = Disclosure(desk_of(request))
    return told(disclosure, disclosure.of_link(request.path_params["token"]), house_of(request).id)


def own_erase(request: Request, _: FormData) -> Response:
    """Erase it; asked again there is nothing left."""
    disclosure = Disclosure(desk_of(request))
    disclosure.erase(disclosure.of_link(request.path_params["token"]), staff=False)
    return render(request, "own_erased.html")


def told(disclosure: Disclosure, stored: Stored, house: str) -> Response:
    """A file with all that is stored."""
    text = json.dumps(disclosure.told(stored), ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": f'attachment; filename="{house}-data.json"', "Cache-Control": "no-store"}
    return Response(text, media_type="application/json", headers=headers)


def _disclosure(request: Request) -> Disclosure:
    return Disclosure(desk_of(request), person_of(request).name)


def _of(disclosure: Disclosure, whose: str) -> Stored:
    code = "".join(letter for letter in whose if letter.isalnum()).upper()
    if "@" not in whose and len(code) != CODE_LENGTH:
        raise Refused("whose")
    stored = disclosure.of_address(whose) if "@" in whose else disclosure.of_code(code)
    if not stored:
        raise Refused("nothing_stored")
    return stored
