# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Ideas and questions: told once, looked at before everybody sees them, answered, and by whom is forgotten."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest

from booking.desk import Desk
from booking.disclosure import Disclosure
from booking.ideas import LONGEST, Idea, Ideas, Kind, Wish
from booking.model import letter
from booking.office import Office
from booking.participation import new_page
from booking.refusal import NotFound
from tests.booking.wishes import reason_of, refused
from tests.servers.booking import SetClock

AUTHOR = "autorin@example.org"
PLATFORM = "https://wiki.example/index.php"


def told(desk: Desk, text: str = "Mehr Bänke im Schatten.", kind: Kind = "idea", mail: str = "") -> Idea:
    return Ideas(desk).tell(Wish(str(uuid4()), kind, text, "nature", "de", mail))


def letters(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.read() as db:
        return [(row.kind, row.mail) for row in db.execute(letter.select())]


def test_an_idea_is_looked_at_before_everybody_sees_it(desk: Desk) -> None:
    one = told(desk)
    assert Ideas(desk).board() == []

    Ideas(desk, "ben").answer(one.id, "taken", "Wir fragen das Gartenamt.", shown=True)
    (shown,) = Ideas(desk).board()
    assert (shown.number, shown.status, shown.answer) == (1, "taken", "Wir fragen das Gartenamt.")
    assert [(entry.person, entry.act, entry.about) for entry in desk.log.entries()] == [("ben", "idea", "#1 taken")]


def test_told_twice_it_is_told_once(desk: Desk) -> None:
    wish = Wish(str(uuid4()), "idea", "Ein Brunnen.", "", "de")
    assert Ideas(desk).tell(wish) == Ideas(desk).tell(wish)
    assert told(desk).number == 2


def test_a_question_has_a_number_and_a_term_and_stands_on_no_board(desk: Desk) -> None:
    one = told(desk, "Wann kommt die Wärmeplanung?", "question")
    assert (one.number, one.due) == (1, desk.now() + timedelta(days=14))

    with refused("empty"):
        Ideas(desk).answer(one.id, "done", " ", shown=True)
    Ideas(desk).answer(one.id, "done", "Im Herbst.", shown=True)
    assert Ideas(desk).board() == []
    assert Ideas(desk).of_link(Ideas(desk).link_token(one)).answer == "Im Herbst."


def test_what_is_not_possible_needs_a_reason(desk: Desk) -> None:
    one = told(desk)
    with refused("why"):
        Ideas(desk).answer(one.id, "no", "", shown=True)
    with refused("answer_long"):
        Ideas(desk).answer(one.id, "no", "x" * 601, shown=True)
    assert Ideas(desk).of_id(one.id).status == "new"


@pytest.mark.parametrize(("text", "reason"), [(" \u202e ", "empty"), ("x" * (LONGEST + 1), "idea_long")])
def test_what_cannot_be_told_is_refused(desk: Desk, text: str, reason: str) -> None:
    assert reason_of(lambda: told(desk, text)) == reason
    assert reason_of(lambda: told(desk, mail="keine Adresse")) == "mail"
    assert Ideas(desk).all() == []


def test_wrong_links_lead_nowhere(desk: Desk) -> None:
    told(desk)
    for token in ("", "A" * 24):
        with pytest.raises(NotFound):
            Ideas(desk).of_link(token)


def test_its_author_is_told_once_for_each_change(desk: Desk) -> None:
    one = told(desk, mail=AUTHOR)
    Ideas(desk).answer(one.id, "looked", "", shown=True)
    Ideas(desk).answer(one.id, "taken", "Gern.", shown=True)
    assert letters(desk) == [("idea", AUTHOR)]

    silent = told(desk, mail="andere@example.org")
    Ideas(desk).answer(silent.id, "new", "", shown=True)
    assert letters(desk) == [("idea", AUTHOR)]


def test_an_address_is_left_later_by_whoever_has_the_link(desk: Desk) -> None:
    one = told(desk)
    token = Ideas(desk).link_token(one)
    with refused("mail"):
        Ideas(desk).leave_address(token, "keine Adresse")
    with pytest.raises(NotFound):
        Ideas(desk).leave_address("A" * 24, AUTHOR)

    Ideas(desk).leave_address(token, AUTHOR)
    Ideas(desk).answer(one.id, "taken", "Gern.", shown=True)
    assert letters(desk) == [("idea", AUTHOR)]


def test_an_idea_fills_a_new_page_of_the_participation_platform() -> None:
    def asked(text: str, preload: str = "", longest: int = 2000) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(new_page(PLATFORM, "Idee: ", preload, text, longest)).query))

    text = "Ein Brunnen [am] {Platz}, damit man überall Wasser und Schatten hat."
    titled = {"title": "Idee: Ein Brunnen am Platz , damit man überall", "action": "edit"}
    assert new_page(PLATFORM, "Idee: ", "", "") == PLATFORM
    assert asked(text) == titled | {"section": "new", "preloadtitle": text}
    assert asked(text, "Vorlage:Idee") == titled | {"preload": "Vorlage:Idee", "preloadparams[]": text}
    assert asked(text, longest=150) == titled


def test_who_told_it_is_forgotten_when_it_has_ended(desk: Desk, clock: SetClock) -> None:
    ended, open_ = told(desk, mail=AUTHOR), told(desk, mail=AUTHOR)
    Ideas(desk).answer(ended.id, "done", "Steht.", shown=True)
    clock.pass_(days=14, hours=1)
    Office(desk).erase_due()
    assert [Ideas(desk).of_id(each.id).mail for each in (ended, open_)] == [None, AUTHOR]

    clock.pass_(days=360)
    Office(desk).erase_due()
    assert Ideas(desk).of_id(open_.id).mail is None


def test_it_is_handed_out_and_its_author_forgotten_on_request(desk: Desk) -> None:
    one = told(desk, mail=AUTHOR)
    stored = Disclosure(desk).of_address(AUTHOR.upper())
    assert [each["text"] for each in Disclosure(desk).told(stored)["ideas"]] == [one.text]

    Disclosure(desk).erase(stored, staff=True)
    assert Ideas(desk).of_id(one.id) == replace(one, mail=None)
    assert not Disclosure(desk).of_address(AUTHOR)


def test_what_hurts_is_erased_with_its_letter(desk: Desk) -> None:
    one = told(desk, mail=AUTHOR)
    Ideas(desk).answer(one.id, "looked", "", shown=True)
    Ideas(desk, "ben").erase(one.id)

    assert (Ideas(desk).all(), letters(desk)) == ([], [])
    with pytest.raises(NotFound):
        Ideas(desk).of_id(one.id)
