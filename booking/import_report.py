# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What became of a calendar that was brought in, in English for the command line."""

from zoneinfo import ZoneInfo

from booking.import_plan import Why
from booking.importing import Clash, Report
from booking.texts import staff_times

WHY: dict[Why, str] = {
    "no_time": "its time cannot be read",
    "unknown_zone": "its time zone is not known",
    "ends_before_it_begins": "it ends before it begins",
    "bad_rule": "its rule cannot be followed",
    "too_many_dates": "it has more than a thousand dates",
    "cancelled": "it is cancelled",
    "free": "it is marked as free",
    "past": "over, or begun already",
    "too_far": "it begins in more than two years",
    "duplicate": "it stands in the calendar twice",
    "too_long": "it lasts longer than a year",
    "by_hand": "its booking was changed by hand and stays as it is",
}


def counts(report: Report, rehearsed: bool) -> str:
    """One line: what was done, or would be."""
    done = f"imported {report.imported}, changed {report.changed}, unchanged {report.unchanged}"
    left_out = len(report.skipped) + len(report.clashes)
    return f"{'would be ' * rehearsed}{done}, cancelled {report.cancelled}, left out {left_out}"


def left_out(report: Report, zone: ZoneInfo) -> list[str]:
    """A line for each clash and each note; what is over is counted only: old calendars have thousands of it."""
    lines = [_clash(one, zone) for one in report.clashes]
    lines += [f"  {one.title or '(no title)'}: {WHY[one.why]}" for one in report.skipped if one.why != "past"]
    over = sum(one.why == "past" for one in report.skipped)
    return [*lines, f"  {over} more: {WHY['past']}"] if over else lines


def _clash(clash: Clash, zone: ZoneInfo) -> str:
    wanted = clash.wanted
    what = {
        "booking": f"taken by {clash.code or 'a hold'} {clash.name or ''}".rstrip(),
        "closure": f"closed, {clash.name}",
        "appointment": f"overlaps {clash.name} in the same calendar",
    }
    return f"  {staff_times(wanted.begin, wanted.end, zone)}  {wanted.name}: {what[clash.by]}"
