# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""QR codes as drawings that stand in the page."""

import qrcode
import qrcode.image.svg
from markupsafe import Markup


def qr(text: str) -> Markup:
    """The code of a text of our own; the page gives it its size and says what it is."""
    code = qrcode.QRCode(border=4, image_factory=qrcode.image.svg.SvgPathImage)
    code.add_data(text)
    svg: str = code.make_image().to_string(encoding="unicode")
    return Markup(svg)  # noqa: S704 - drawn by us
