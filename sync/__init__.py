# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The house's postman: brings partners' feeds in, takes calendars and counts out. Partners are still to come."""
