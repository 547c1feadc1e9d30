# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The heart: what the house knows, its rules, and its face over HTTP."""

VERSION = "0.1.0"
