# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What two feeds have is shown once, as the first of them says it, and comes back when the first one drops it."""

from collections.abc import Callable

import pytest

from tests.booking.wishes import TOMORROW
from tests.servers.partner import Partner
from tests.sync.calendars import calendar, event
from tests.sync.post import Office, feed
from tests.sync.test_offers_in import WEEKLY, titles

Opened = Callable[..., Office]
KEPT = [event(f"kept-{number}", 9, 10, f"Bleibt {number}") for number in range(3)]


@pytest.fixture
def two(opened: Opened, partner: Partner) -> Office:
    """A house with two feeds."""
    return opened(feed(partner, "eins", "/1.ics"), feed(partner, "zwei", "/2.ics"))


def bring(office: Office, partner: Partner, one: list[str] | None = None, other: list[str] | None = None) -> None:
    """Both feeds, as they are now; each has some of its own."""
    if one is not None:
        partner.serves(calendar(*KEPT, *one), "/1.ics")
        office.bring("eins")
    if other is not None:
        mine = [text.replace("kept", "mine").replace("Bleibt", "Auch") for text in KEPT]
        partner.serves(calendar(*mine, *other), "/2.ics")
        office.bring("zwei")


def of_both(office: Office) -> tuple[list[str], list[str]]:
    """What is shown of each feed, besides its own."""
    kept = ("Bleibt", "Auch")
    return (
        [title for title in titles(office, "eins") if not title.startswith(kept)],
        [title for title in titles(office, "zwei") if not title.startswith(kept)],
    )


@pytest.mark.parametrize("first", ["eins", "zwei"])
def test_the_same_uid_is_shown_once(two: Office, partner: Partner, first: str) -> None:
    """Whichever of the two came in first."""
    one, other = [event("1", title="Chor")], [event("1", 19, 21, title="Chorprobe")]
    if first == "eins":
        bring(two, partner, one)
        bring(two, partner, other=other)
    else:
        bring(two, partner, other=other)
        assert of_both(two) == ([], ["Chorprobe"])
        bring(two, partner, one)
    assert of_both(two) == (["Chor"], [])

    bring(two, partner, [])
    assert of_both(two) == ([], ["Chorprobe"]), "it is back"


@pytest.mark.parametrize("first", ["eins", "zwei"])
def test_what_begins_together_is_called_alike_and_is_at_one_place_is_shown_once(
    two: Office, partner: Partner, first: str
) -> None:
    one = [event("a", title="Repair-Café  Nord!", place="Werkstatt")]
    other = [
        event("b", title="Repair Café Nord", place="werkstatt"),
        event("c", title="Repair Café Nord", place="Kirche"),
        event("d", 19, 20, title="Repair Café Nord", place="Werkstatt"),
    ]
    if first == "eins":
        bring(two, partner, one, other)
    else:
        bring(two, partner, other=other)
        bring(two, partner, one)
    assert of_both(two) == (["Repair-Café Nord!"], ["Repair Café Nord"] * 2)

    bring(two, partner, [event("a", 12, 13, title="Repair-Café Nord", place="Werkstatt")])
    assert of_both(two) == (["Repair-Café Nord"], ["Repair Café Nord"] * 3), "it moved away"


def test_of_a_series_only_the_dates_that_the_first_one_has_are_left_out(two: Office, partner: Partner) -> None:
    bring(two, partner, [event("a", title="Chor", day=TOMORROW)], [event("b", 0, 0, "Chor", *WEEKLY)])
    dates = [row for row in two.dates("zwei") if "Chor" in row.titles]

    assert len(dates) == 3
    bring(two, partner, [])
    assert len([row for row in two.dates("zwei") if "Chor" in row.titles]) == 4


def test_closures_and_taken_times_are_no_twins_of_offers(opened: Opened, partner: Partner) -> None:
    office = opened(
        feed(partner, "zu", "/1.ics", kind="closures", rooms=("werkraum",)), feed(partner, "eins", "/2.ics")
    )
    partner.serves(calendar(event("1")), "/1.ics")
    partner.serves(calendar(event("1")), "/2.ics")
    office.bring("zu")
    office.bring("eins")

    assert titles(office) == ["Energieberatung"]
