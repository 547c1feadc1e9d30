# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whatever a partner's server does, the last good copy stays, and what is wrong is said in plain words."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from booking.staff_texts import FEED_FAULTS
from booking.texts import texts
from tests.servers.partner import Partner, Reply
from tests.sync.calendars import CORPUS, calendar, event
from tests.sync.post import Office, feed
from tests.sync.test_offers_in import titles

Opened = Callable[..., Office]
ROOT = Path(__file__).parents[2]
LAST = calendar(event("1", title="Größe"), event("2", title="Chor"), event("3", title="Kino"))
NEXT = calendar(event("1", title="Neu"), event("2", title="Chor"), event("3", title="Kino"), event("4", title="Vier"))
GZIP = {"Content-Encoding": "gzip"}
PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body>BEGIN:VCALENDAR</body></html>"


@pytest.fixture
def good(quick: Opened, partner: Partner) -> Office:
    """A house with a good copy."""
    office = quick(feed(partner), seconds=3.0)
    partner.serves(LAST)
    office.bring()
    return office


def test_a_copy_that_is_cut_at_any_byte_changes_nothing(good: Office, partner: Partner) -> None:
    """With a length that says so, and without any."""
    before = good.offers(), good.dates()
    copy = calendar(event("1", title="Neu", place=""), event("2", title="Chor", place=""))
    end = len(copy.rstrip())  # without its last letter END:VCALENDAR is none
    replies = [Reply(copy, cut=cut) for cut in range(len(Reply(copy).bytes()))]
    replies += [Reply(raw=b"HTTP/1.0 200 OK\r\n\r\n" + copy[:cut]) for cut in range(end)]
    for reply in replies:
        partner.answers(reply)
        outcome = good.bring()
        assert outcome.fault, reply
        assert outcome.fault.key in ("cut", "calendar_cut", "not_a_calendar"), reply
    assert (good.offers(), good.dates()) == before
    partner.serves(NEXT)
    good.bring()
    assert sorted(titles(good)) == ["Chor", "Kino", "Neu", "Vier"]


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        (Reply(b""), "not_a_calendar"),
        (Reply(PAGE), "not_a_calendar"),
        (Reply(b"\xff\xfe\x00\x01" * 100), "not_a_calendar"),
        (Reply(b"Vorlage;Datum\r\n1;2\r\n"), "not_a_calendar"),
        (Reply(calendar()), "half_empty"),
        (Reply(calendar(event("1", title="Neu"))), "half_empty"),
        (Reply(calendar(event("1")).replace(b"END:VCALENDAR", b"")), "calendar_cut"),
        (Reply(status=304), "status"),
        (Reply(PAGE, 401), "sign_in"),
        (Reply(PAGE, 404), "not_found"),
        (Reply(PAGE, 410), "gone"),
        (Reply(NEXT, 429), "too_often"),
        (Reply(NEXT, 500), "unavailable"),
        (Reply(NEXT, 503), "unavailable"),
        (Reply(NEXT, 206), "status"),
        (Reply(NEXT, 302, {"Location": "https://elsewhere.example/"}), "unknown_host"),
        (Reply(NEXT, every=0.02), "too_slow"),
        (Reply(b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 20_000, headers={}), "not_a_calendar"),
        (Reply(gzip.compress(NEXT)[:-1], headers=GZIP), "cut"),
    ],
)
def test_whatever_comes_instead_of_a_calendar_changes_nothing(
    good: Office, partner: Partner, reply: Reply, key: str
) -> None:
    before, since = (good.offers(), good.dates()), good.status().good
    with good.desk.database.engine.begin() as db:
        db.exec_driver_sql("UPDATE feed_in SET etag = NULL, modified = NULL")  # so that a 304 is a lie
    partner.answers(reply)
    good.clock.pass_(minutes=30)
    good.bring()
    status = good.status()

    assert (good.offers(), good.dates()) == before
    assert status.fault
    assert status.fault[0] == key
    assert status.good == since
    for language in ("de", "en", "ar"):
        words = status.why(texts(language, "house", "staff"))
        assert words
        assert "{" not in words
        assert "feed.ics" not in words
    partner.serves(NEXT)
    good.bring()
    assert (good.fault(), good.status().failures, "Neu" in titles(good)) == ("", 0, True)


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_another_encoding_than_is_said_is_read_all_the_same(good: Office, partner: Partner, encoding: str) -> None:
    partner.serves(NEXT.decode().replace("Neu", "Größer").encode(encoding))
    good.bring()

    assert "Größer" in titles(good)


def test_nobody_there_any_more_changes_nothing(good: Office, partner: Partner) -> None:
    name = feed(partner).model_copy(update={"url": "http://127.0.0.1:9/feed.ics"})
    outcome = good.postman.run(name)

    assert outcome.fault
    assert (outcome.fault.key, len(titles(good))) == ("unknown_host", 3)


def test_the_pause_doubles_while_it_fails_and_a_partner_may_ask_for_more(good: Office, partner: Partner) -> None:
    partner.answers(Reply(status=500))
    pauses = []
    for _ in range(8):
        good.bring()
        status = good.status()
        assert status.next
        pauses.append(status.next - good.clock.now())
        good.clock.time = status.next
    assert pauses == [timedelta(minutes=min(30 * 2**n, 1440)) for n in range(8)]
    assert good.status().failures == 8

    partner.answers(Reply(status=503, headers={"Retry-After": "3600"}))
    good.clock.time = good.clock.time + timedelta(days=1)
    partner.serves(LAST)
    good.bring()
    partner.answers(Reply(status=503, headers={"Retry-After": "3600"}))
    good.bring()
    assert good.status().next == good.clock.now() + timedelta(hours=1)


def test_what_was_taken_down_for_good_is_asked_for_once_a_day(good: Office, partner: Partner) -> None:
    partner.answers(Reply(status=410))
    good.bring()

    assert good.status().next == good.clock.now() + timedelta(days=1)


def test_a_password_is_read_from_its_file_and_goes_nowhere_else(
    quick: Opened, partner: Partner, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    office = quick(feed(partner, user="haus", password_file=file))
    partner.serves(LAST)
    office.bring()
    assert (office.fault(), partner.asked) == ("password", [])
    file.write_text("geheim\n")
    office.bring()
    assert (office.fault(), partner.asked[0].headers["authorization"]) == ("", "Basic aGF1czpnZWhlaW0=")


def test_every_fault_that_the_postman_knows_has_a_sentence() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "sync").glob("*.py"))
    raised = set(re.findall(r"Fault\(\s*\"(\w+)\"", code)) | set(re.findall(r"\d: \"(\w+)\"", code))
    assert len(raised) > 15
    assert raised <= FEED_FAULTS.keys()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the files of other projects are not beside this checkout")
def test_the_files_that_others_were_tested_with_cost_no_event_of_another_feed(quick: Opened, partner: Partner) -> None:
    """Each as a feed, beside a good one; and each in the place of a good copy."""
    files = sorted(CORPUS.glob("*.ics"))
    assert len(files) >= 200
    office = quick(feed(partner, "gut", "/gut.ics"), feed(partner, "fremd", "/fremd.ics"))
    partner.serves(LAST, "/gut.ics")
    office.bring("gut")
    before = office.offers("gut")
    faults = set()
    for file in files:
        partner.answers(Reply(file.read_bytes()), "/fremd.ics")
        outcome = office.bring("fremd")
        faults.add(outcome.fault.key if outcome.fault else "held" if outcome.done and outcome.done.held else "")
        assert office.bring("gut").same

    assert faults == {"", "held", "not_a_calendar", "calendar_cut"}
    assert office.offers("gut") == before
