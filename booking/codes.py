# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a booking code is made of: the same at the desk and on the display's pad. Pure."""

ALPHABET = "ABCDEFGHJKLMNPQRTUVWXY346789"  # without 0 O, 1 I, 2 Z, 5 S
LENGTH = 6
