# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The screens by name: whoever stands here is opened, pictured and checked. Without Kivy, for those who only walk."""

NAMES = (
    "waiting", "home", "door", "day", "room", "week", "closed", "length", "hold", "name", "done", "refused", "idle",
    "language", "here", "counted", "present", "things", "floors", "way", "search", "offers", "narrow", "offer",
    "actors", "actor", "wishes", "wish", "ideas", "idea", "told", "feedback", "month", "attract",
)  # fmt: skip
