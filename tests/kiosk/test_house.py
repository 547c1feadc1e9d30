# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The whole way through the house: from a touch on the glass to the phone, back to the glass, and into Outlook."""

import re
from typing import Any

import requests
import zxingcpp
from icalendar import Calendar
from playwright.sync_api import Browser, expect

from tests.booking import libical
from tests.servers.booking import Service


def test_from_a_touch_to_the_phone_to_outlook(lobby: Any, busy: Service, chromium: Browser) -> None:
    lobby.door("offen")
    lobby.show("room")
    lobby.start_at("14:00")
    lobby.show("length")
    lobby.press("1 Stunde")
    lobby.show("hold")
    (code,) = zxingcpp.read_barcodes(lobby.picture())

    phone = chromium.new_page(locale="de-DE", viewport={"width": 390, "height": 844})
    phone.goto(code.text)
    lobby.until(lambda: lobby.says("Weiter am Handy"), "the display knows that the phone has it")
    phone.get_by_label("Wie heißt Ihre Gruppe?").fill("Gartengruppe Wesertor")
    phone.get_by_label("Name im Haus anzeigen").check()
    phone.get_by_role("button", name="Jetzt buchen").click()
    expect(phone.get_by_role("heading", name="Gebucht.")).to_be_visible()
    spoken = re.sub(r"\W", "", phone.locator(".code b").inner_text())
    phone.close()

    lobby.show("done")
    assert lobby.says(f"{spoken[:3]} {spoken[3:]}")
    assert_staff_see_it(busy, spoken)


def assert_staff_see_it(house: Service, spoken: str) -> None:
    """In the feed that Outlook subscribes to, in two readers, and the public one tells no code."""
    token = house.desk.tokens.make("feed", "office")
    private = requests.get(f"{house.url}/feeds/private/{token}/offen.ics", timeout=10).content
    public = requests.get(f"{house.url}/feeds/house.ics", timeout=10).content

    with libical.read(private) as calendar:
        assert calendar.is_allowed()
        assert not calendar.errors()
        assert "Gartengruppe Wesertor" in {event.summary for event in calendar.events()}
    event = next(event for event in Calendar.from_ical(private).events if event["SUMMARY"] == "Gartengruppe Wesertor")
    assert event.DTSTART is not None
    assert f"{event.DTSTART:%H:%M}" == "14:00"
    assert spoken in str(event["DESCRIPTION"])
    assert spoken.encode() not in public
