# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way of an idea onto the city's participation platform, a MediaWiki: a new page, titled and filled in. Pure."""

from urllib.parse import urlencode

TITLE_WORDS, TITLE_LONGEST = 8, 80


def new_page(url: str, prefix: str, preload: str, text: str) -> str:
    """The address of a new page for an idea, opened to be edited; of the platform itself without a text.

    `url` is its index.php. `preload` names a page there whose text is taken over, with the idea instead of its $1
    (MediaWiki, Manual:Parameters to index.php); without one only the title is filled in.
    """
    if not text:
        return url
    said = [("title", prefix + title(text)), ("action", "edit")]
    if preload:
        said += [("preload", preload), ("preloadparams[]", text)]
    return f"{url}?{urlencode(said)}"


def title(text: str) -> str:
    """The first words of an idea, without what a title of a page cannot hold."""
    plain = "".join(" " if letter in "#<>[]|{}_" else letter for letter in text)
    return " ".join(plain.split()[:TITLE_WORDS])[:TITLE_LONGEST].rstrip(" .,;:!?")
