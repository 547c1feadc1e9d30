# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Several feeds at once, but each of them by one postman only, whichever process he is in."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from booking.intake import LEASE, Done
from booking.model import feed_event, offer
from sync.readers import Readers
from sync.rounds import AT_ONCE, Rounds
from tests.servers.booking import SetClock
from tests.servers.partner import Asked, Partner, Reply
from tests.sync.calendars import calendar, event, many
from tests.sync.post import Office, feed, post_office

Opened = Callable[..., Office]


def test_of_many_at_once_one_asks(opened: Opened, partner: Partner) -> None:
    office = opened(feed(partner))
    partner.serves(many(20))
    with ThreadPoolExecutor(8) as workers:
        done = [one for one in workers.map(lambda _: office.bring(), range(8)) if one.done and not one.same]

    assert len(done) == 1
    assert len(office.offers()) == 20


def test_two_processes_do_not_ask_for_one_feed(
    sqlite_url: str, partner: Partner, clock: SetClock, tmp_path: object
) -> None:
    """A second desk on the same database finds the feed taken, and takes it when the first one has died on the way."""
    with Readers() as readers:
        one, other = (post_office(tmp_path, clock, readers, feed(partner), database=sqlite_url) for _ in range(2))  # type: ignore[arg-type]
        partner.serves(calendar(event("1")))
        errand = one.postman.intake.begin(one.desk.house.feeds_in[0])
        assert errand
        assert other.postman.intake.due() == []
        assert other.bring().done is None
        clock.pass_(seconds=LEASE + 1)
        assert other.bring().done
        assert one.postman.intake.same(errand, 0) == Done(), "he is too late"
        one.close()
        other.close()


def test_what_an_errand_does_is_done_whole_or_not_at_all(quick: Opened, partner: Partner) -> None:
    office = quick(feed(partner))
    partner.serves(calendar(event("1"), event("2")))
    with office.desk.database.engine.begin() as db:
        db.exec_driver_sql(
            "CREATE TRIGGER full BEFORE UPDATE ON feed_in WHEN NEW.good IS NOT NULL BEGIN"
            " SELECT RAISE(ABORT, 'database is locked'); END"
        )
    with pytest.raises(DBAPIError):
        office.bring()
    with office.desk.database.read() as db:
        assert db.execute(select(offer.c.id)).all() == []
        assert db.execute(select(feed_event.c.uid_hash)).all() == []


def test_a_slow_partner_keeps_no_other_waiting(quick: Opened, partner: Partner, readers: Readers) -> None:
    """Three who say nothing until the fourth feed has come in."""
    feeds = [feed(partner, f"feed-{number}", f"/{number}.ics") for number in range(AT_ONCE)]
    office = quick(*feeds)
    come = threading.Event()

    def slow(_: Asked) -> Reply:
        assert come.wait(10)
        return Reply(calendar(event("1")))

    for number in range(AT_ONCE - 1):
        partner.answers(slow, f"/{number}.ics")
    partner.serves(calendar(event("2")), f"/{AT_ONCE - 1}.ics")
    heard = []
    rounds = Rounds(office.postman, readers, office.clock.now, lambda one, outcome: heard.append((one.id, outcome)))
    outcomes = []
    for outcome in rounds.once(feeds):
        outcomes.append(outcome.feed.id)
        come.set()

    assert outcomes[0] == f"feed-{AT_ONCE - 1}"
    assert sorted(outcomes) == [one.id for one in feeds]
    assert len(heard) == 2 * AT_ONCE


def test_a_feed_is_due_when_its_time_has_come(quick: Opened, partner: Partner) -> None:
    office = quick(feed(partner), feed(partner, "zwei", "/2.ics", every_minutes=60))
    for name in ("energie", "zwei"):
        partner.serves(calendar(event(name)), "/feed.ics" if name == "energie" else "/2.ics")
    assert due(office) == ["energie", "zwei"]
    for name in due(office):
        office.bring(name)
    assert due(office) == []
    office.clock.pass_(minutes=30)
    assert due(office) == ["energie"]
    office.clock.pass_(minutes=30)
    assert due(office) == ["energie", "zwei"]


def due(office: Office) -> list[str]:
    return [one.id for one in office.postman.intake.due()]


def test_when_it_is_told_to_stop_it_does_not_wait_for_a_slow_partner(
    quick: Opened, partner: Partner, readers: Readers
) -> None:
    """And the feed is due as it was."""
    office = quick(feed(partner))
    asked = threading.Event()

    def silent(_: Asked) -> Reply:
        asked.set()
        partner.stopped.wait(20)
        return Reply()

    partner.answers(silent)
    rounds = Rounds(office.postman, readers, office.clock.now, lambda *_: None)
    serving = threading.Thread(target=rounds.serve)
    serving.start()
    assert asked.wait(10)
    rounds.stop()
    serving.join(5)

    assert not serving.is_alive()
    assert (due(office), office.status().failures, office.status().tried) == (["energie"], 0, None)
