# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Plain text out of what partners write into a description: some programs put HTML there, for nobody to read."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from booking.calendar import clean

LONGEST_LINK = 300
_IS_HTML = re.compile(r"</?(?:a|b|br|div|em|font|h\d|html|i|li|ol|p|span|strong|table|td|tr|u|ul)\b[^>]{0,300}>", re.I)
_NEW_LINES = {"br", "div", "li", "p", "tr", "ul", "ol", "h1", "h2", "h3", "h4"}
_UNREAD = {"script", "style", "title"}
_LINK = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)


def plain(text: str, longest: int) -> str:
    """Lines of text without tags, without blank lines in a row, cut between words."""
    if _IS_HTML.search(text):
        text = _without_tags(text)
    lines = [" ".join(line.split()) for line in clean(text).split("\n")]
    joined: str = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return joined if len(joined) <= longest else joined[: longest - 1].rsplit(" ", 1)[0].rstrip() + "…"


def link(*texts: str) -> str:
    """The first address of a page in some texts, or nothing: no other kind of address, and none with a name in it."""
    for text in texts:
        for found in _LINK.findall(text):
            address: str = found.rstrip(").,;:!?")
            if len(address) <= LONGEST_LINK and _is_of_a_page(address):
                return address
    return ""


def _is_of_a_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and parts.username is None and clean(address) == address


def _without_tags(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.words)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        if tag in _NEW_LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unread -= tag in _UNREAD
        if tag in ("p", "ul", "ol"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if self._unread <= 0:
            self.words.append(data)
