# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The machine that the house stands on: set it up, say how it goes, keep backups elsewhere.

Run by hand and by timers, beside the services: no part of them imports it, and only here programs of the system are
started.
"""
