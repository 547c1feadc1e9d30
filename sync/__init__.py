# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house's postman: brings partners' and the city's feeds in.

A pass of a feed (errand) asks for it through the one guarded way out (fetch), lets a process apart that may do next to
nothing work out what it says (readers, and there reader), and hands what has changed to the desk (booking.intake).
"""
