# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The floor plan: read from an open format, checked, and the ways through it. Pure, so that a display has it too.

Lengths are metres. A point is (x, y), x to the east and y to the north of the plan's middle.
"""
