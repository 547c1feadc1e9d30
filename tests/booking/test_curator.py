# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Offers, actors and signposts, kept: what may be said, whose they are, and what disappears by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from booking.agenda import Offer, Signpost
from booking.curator import Curator
from booking.desk import Desk
from booking.offer_rules import MOST_DATES, TITLE_LONGEST
from booking.refusal import NotFound
from tests.booking.offered import CYCLING, REPAIR, offer, on, put
from tests.booking.wishes import TODAY, TOMORROW, at, booked, reason_of, refused, wish
from tests.servers.booking import SetClock


def test_an_offer_is_shown_as_it_was_said(desk: Desk) -> None:
    Curator(desk).put_actor(REPAIR)
    wanted = offer(
        "  Repa\u202erieren ",
        on(17, 20),
        text={"de": "Toaster\nund Jacken", "en": "Toasters", "xx": "nothing"},
        actor="reparatur",
        topic="consumption",
        spoken=("de", "de", "tr", "nonsense"),
        place="werkraum",
        link="https://treff.example/?a=1",
        last=TOMORROW,
    )
    (key,) = put(desk, wanted)

    (shown,) = desk.offers.shown()
    assert (shown.id, shown.title, shown.text) == (
        key,
        {"de": "Reparieren"},
        {"de": "Toaster\nund Jacken", "en": "Toasters"},
    )
    assert (shown.actor, shown.topic, shown.spoken, shown.place) == (
        "reparatur",
        "consumption",
        ("de", "tr"),
        "werkraum",
    )
    assert shown.dates == (on(17, 20),)


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (offer(""), "title"),
        (offer("x" * (TITLE_LONGEST + 1)), "text_long"),
        (offer(link="javascript:alert(1)"), "link"),
        (offer(link="https://a b"), "link"),
        (offer(link="https://[::1"), "link"),
        (offer(where="address"), "where"),
        (offer(place="nirgends"), "where"),
        (offer(topic="magic"), "invalid"),
        (offer(kind="magic"), "invalid"),
        (offer(actor="niemand"), "actor"),
        (offer("Chor", on(12, 9)), "order"),
        (offer("Chor", *(on(9, 10, TODAY + timedelta(days=n)) for n in range(MOST_DATES + 1))), "many_dates"),
        (offer(last=TODAY - timedelta(days=1)), "past"),
    ],
)
def test_what_cannot_be_shown_is_refused_and_changes_nothing(desk: Desk, wanted: Offer, reason: str) -> None:
    before = desk.offers.shelf().revision
    assert reason_of(lambda: put(desk, wanted)) == reason
    assert (desk.offers.shelf().offers, desk.offers.shelf().revision) == ((), before)


def test_a_changed_offer_keeps_its_address_and_what_is_over(desk: Desk, clock: SetClock) -> None:
    (key,) = put(desk, offer("Chor", on(14, 15, TODAY), on(9, 10)))
    clock.pass_(hours=2)
    changed = replace(desk.offers.one(key), title={"de": "Singen"}, dates=(on(11, 12),))

    assert Curator(desk).put(changed) == key
    assert desk.offers.one(key).dates == (on(14, 15, TODAY), on(11, 12))
    assert desk.offers.one(key).sequence == 1


def test_a_draft_is_seen_by_staff_only(desk: Desk) -> None:
    (key,) = put(desk, offer(shown=False))

    assert desk.offers.shown() == []
    assert desk.offers.find("reparieren") == []
    assert desk.offers.one(key, hidden=True).title == {"de": "Reparieren"}
    with pytest.raises(NotFound):
        desk.offers.one(key)


def test_what_has_run_out_disappears_by_itself(desk: Desk, clock: SetClock) -> None:
    (key,) = put(desk, offer("Zuschuss", kind="funding", last=TODAY))
    assert [each.id for each in desk.offers.shown()] == [key]

    clock.pass_(days=1)
    assert desk.offers.shown() == []
    assert desk.offers.find("zuschuss") == []


def test_a_date_is_cancelled_and_takes_place_after_all(desk: Desk) -> None:
    (key,) = put(desk, offer("Chor", on(9, 10)))
    begin = int(at(9).timestamp())
    Curator(desk).cancel_date(key, begin)
    assert desk.offers.one(key).dates[0].gone == desk.now()

    Curator(desk).cancel_date(key, begin, taken_back=True)
    assert desk.offers.one(key).dates[0].gone is None
    with pytest.raises(NotFound):
        Curator(desk).cancel_date(key, begin + 60)


def test_a_partner_keeps_only_what_is_its_own(desk: Desk) -> None:
    for actor in (REPAIR, CYCLING):
        Curator(desk).put_actor(actor)
    (foreign,) = put(desk, offer("Radtour", actor="rad"))
    partner = Curator(desk, "anna", of="reparatur")
    own = partner.put(offer("Nähen", actor="rad"))

    assert desk.offers.one(own).actor == "reparatur"
    for act in (
        lambda: partner.put(replace(desk.offers.one(foreign), title={"de": "Meins"})),
        lambda: partner.drop(foreign),
        lambda: partner.cancel_date(foreign, 0),
        lambda: partner.hang(foreign, b"", {}),
        lambda: partner.put_actor(CYCLING),
    ):
        with pytest.raises(NotFound):
            act()
    assert desk.offers.one(foreign).title == {"de": "Radtour"}


def test_an_actor_with_offers_stays(desk: Desk) -> None:
    Curator(desk).put_actor(REPAIR)
    (key,) = put(desk, offer(actor="reparatur"))
    with refused("has_offers"):
        Curator(desk).drop_actor("reparatur")

    Curator(desk).drop(key)
    Curator(desk).drop_actor("reparatur")
    assert desk.offers.shelf().actors == {}


def test_a_short_name_is_given_once(desk: Desk) -> None:
    Curator(desk).put_actor(REPAIR, fresh=True)
    with refused("key_taken"):
        Curator(desk).put_actor(REPAIR, fresh=True)
    with refused("key"):
        Curator(desk).put_actor(replace(REPAIR, key="Nicht So"))


def test_signposts_stand_in_their_order(desk: Desk) -> None:
    (key,) = put(desk, offer())
    for title in ("Ich will", "Ich möchte"):
        Curator(desk).put_signpost(Signpost("", {"de": title}, "energy", (key,)))
    first, second = desk.offers.shelf().signposts
    Curator(desk).put_signpost(replace(first, title={"de": "Ich hätte gern"}))
    Curator(desk).drop_signpost(second.id)

    assert [each.title["de"] for each in desk.offers.shelf().signposts] == ["Ich hätte gern"]
    with refused("no_offers"):
        Curator(desk).put_signpost(replace(first, offers=()))


def test_who_does_that_already_is_found_by_topic_and_word_and_in_spite_of_slips(desk: Desk) -> None:
    Curator(desk).put_actor(REPAIR)
    put(
        desk, offer("Nähcafé", actor="reparatur", topic="consumption"), offer("Wärmepumpe im Altbau", topic="buildings")
    )

    def found(text: str) -> list[str]:
        return [each.title["de"] if isinstance(each, Offer) else each.name for each in desk.offers.find(text)]

    assert found("waermepunpe") == ["Wärmepumpe im Altbau"]
    assert found("nahcafe") == ["Nähcafé"]
    assert found("Konsum") == ["Reparaturtreff", "Nähcafé"]
    assert found("consumption") == ["Reparaturtreff", "Nähcafé"]
    assert found("reparaturtref") == ["Reparaturtreff", "Nähcafé"]
    assert found("altbau wärme") == ["Wärmepumpe im Altbau"]
    assert found("quantenphysik") == []


def test_a_booking_forgets_no_offers_and_an_offer_forgets_no_days(desk: Desk) -> None:
    put(desk, offer())
    shelf = desk.offers.shelf()
    booked(desk, wish(9, 10))
    assert desk.offers.shelf() is shelf

    room = desk.house.rooms[0]
    desk.days.look([room], TOMORROW, TOMORROW)
    stamp, revision = desk.days.stamp(room, TOMORROW), desk.days.revision()
    put(desk, offer("Noch eins"))
    assert desk.days.revision() == revision + 1
    assert desk.days.stamp(room, TOMORROW) == stamp
    assert len(desk.offers.shown()) == 2


def test_the_log_says_who_kept_what(desk: Desk) -> None:
    Curator(desk, "ben").put_actor(REPAIR)
    key = Curator(desk, "ben").put(offer())
    Curator(desk, "anna").drop(key)

    assert [(one.person, one.act, one.about) for one in desk.log.entries()] == [
        ("anna", "no_offer", f"#{key} Reparieren"),
        ("ben", "offer", f"#{key} Reparieren"),
        ("ben", "actor", "Reparaturtreff"),
    ]
