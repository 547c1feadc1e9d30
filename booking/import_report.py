# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of a calendar that was brought in, in English for the command line."""

from zoneinfo import ZoneInfo

from booking.importing import Clash, Report
from booking.staff_texts import NOT_IMPORTED
from booking.texts import staff_times


def counts(report: Report, rehearsed: bool) -> str:
    """One line: what was done, or would be."""
    done = f"imported {report.imported}, changed {report.changed}, unchanged {report.unchanged}"
    left_out = len(report.skipped) + len(report.clashes)
    return f"{'would be ' * rehearsed}{done}, cancelled {report.cancelled}, left out {left_out}"


def left_out(report: Report, zone: ZoneInfo) -> list[str]:
    """A line for each clash and each note; what is over is counted only: old calendars have thousands of it."""
    lines = [_clash(one, zone) for one in report.clashes]
    lines += [f"  {one.title or '(no title)'}: {NOT_IMPORTED[one.why]}" for one in report.skipped if one.why != "past"]
    over = sum(one.why == "past" for one in report.skipped)
    return [*lines, f"  {over} more: {NOT_IMPORTED['past']}"] if over else lines


def _clash(clash: Clash, zone: ZoneInfo) -> str:
    wanted = clash.wanted
    what = {
        "booking": f"taken by {clash.code or 'a hold'} {clash.name or ''}".rstrip(),
        "closure": f"closed, {clash.name}",
        "appointment": f"overlaps {clash.name} in the same calendar",
    }
    return f"  {staff_times(wanted.begin, wanted.end, zone)}  {wanted.name}: {what[clash.by]}"
