# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Posters for the doors: a sheet for each room, with a code that a phone reads."""

from pathlib import Path

import pytest
import zxingcpp

from booking import floorplan, posters
from tests.servers.booking import demo_house


def test_each_room_that_can_be_booked_gets_a_sheet(tmp_path: Path) -> None:
    house = demo_house()
    written = posters.write(house, floorplan.of_house(house)[0], "https://haus.example", tmp_path / "new")
    assert [file.name for file in written] == ["offen.pdf", "werkraum.pdf", "beratung.pdf"]
    assert all(file.read_bytes().startswith(b"%PDF") for file in written)


@pytest.mark.parametrize("with_plan", [True, False])
def test_the_code_leads_to_the_rooms_day(with_plan: bool) -> None:
    house = demo_house()
    plan = floorplan.of_house(house)[0] if with_plan else None
    sheet = posters.poster(house, plan, house.rooms[1], "https://haus.example/de/rooms/werkraum")
    assert sheet.width / sheet.height == pytest.approx(210 / 297, rel=0.001)
    assert [code.text for code in zxingcpp.read_barcodes(sheet)] == ["https://haus.example/de/rooms/werkraum"]
