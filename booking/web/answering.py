# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff answer ideas and questions: what waits longest comes first, and nothing stands on the board unseen."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from booking.api.problems import status_of
from booking.ideas import ANSWER_LONGEST, ENDED, STATES, Idea, Ideas, Status
from booking.refusal import NotFound, Refused
from booking.texts import IDEA_STATES
from booking.web.site import desk_of, see, text_of, words_of
from booking.web.staffed import home, person_of, staff_page
from booking.web.typed import number_of

MOST = 100


def ideas(request: Request, form: FormData | None = None, refused: Refused | None = None) -> Response:
    """What waits for an answer, and what has one."""
    every = _ideas(request).all()
    waiting = [one for one in reversed(every) if _waits(one)]
    return staff_page(
        request,
        "staff_ideas.html",
        status_of(refused) if refused else 200,
        waiting=waiting[:MOST],
        answered=[one for one in every if not _waits(one)][:MOST],
        now=desk_of(request).now(),
        states=IDEA_STATES,
        typed={key: text_of(form, key) for key in ("idea", "status", "answer", "shown")} if form else {},
        longest=ANSWER_LONGEST,
        text=words_of(request).refusal(refused) if refused else "",
        done=request.query_params.get("done", ""),
    )


def answer(request: Request, form: FormData) -> Response:
    """Say what becomes of it."""
    wanted: Status = next((each for each in STATES if each == text_of(form, "status")), "new")
    try:
        number = number_of(form, "idea")
        one = _ideas(request).of_id(number)
        status: Status = "done" if one.kind == "question" else wanted
        _ideas(request).answer(number, status, text_of(form, "answer"), bool(text_of(form, "shown")))
    except Refused as refused:
        if isinstance(refused, NotFound):
            raise
        return ideas(request, form, refused)
    return see(f"{home(request)}ideas?done=answered")


def erase(request: Request, form: FormData) -> Response:
    """Erase what should never have been written."""
    _ideas(request).erase(number_of(form, "idea"))
    return see(f"{home(request)}ideas?done=erased")


def _ideas(request: Request) -> Ideas:
    return Ideas(desk_of(request), person_of(request).name)


def _waits(one: Idea) -> bool:
    """Whether somebody has to look at it: a question without an answer, an idea that nobody has looked at."""
    if one.kind == "question":
        return not one.answer
    return one.status not in ENDED and (not one.shown or one.status == "new")
