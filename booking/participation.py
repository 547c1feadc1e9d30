# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The way of an idea onto the city's participation platform, a MediaWiki: a new page, titled and filled in. Pure."""

from urllib.parse import quote, urlencode

TITLE_WORDS, TITLE_LONGEST = 8, 80
LONGEST = 2000  # letters of an address


def new_page(url: str, prefix: str, preload: str, text: str, longest: int = LONGEST) -> str:
    """The address of a new page for an idea, opened to be edited; of the platform itself without a text.

    `url` is its index.php. `preload` names a page there whose text is taken over, with the idea instead of its $1;
    without one the idea becomes the head of the page (MediaWiki, Manual:Creating pages with preloaded text). What
    would be longer than `longest` letters has a title only.
    """
    if not text:
        return url
    short = f"{url}?" + urlencode({"title": prefix + title(text), "action": "edit"}, quote_via=quote)
    said = {"preload": preload, "preloadparams[]": text} if preload else {"section": "new", "preloadtitle": text}
    whole = f"{short}&{urlencode(said, quote_via=quote)}"
    return whole if len(whole) <= longest else short


def title(text: str) -> str:
    """The first words of an idea, without what MediaWiki takes for something else."""
    plain = "".join(" " if letter in "#<>[]|{}_/:" else letter for letter in text)
    return " ".join(plain.split()[:TITLE_WORDS])[:TITLE_LONGEST].rstrip(" .,;:!?")
