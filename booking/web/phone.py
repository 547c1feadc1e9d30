# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The pages for phones."""

from fastapi import FastAPI


def add_pages(app: FastAPI) -> None:
    """Add every page."""
