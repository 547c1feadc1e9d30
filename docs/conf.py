# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How `make docs` builds the handbooks: Markdown in, a site and one page to print out, nothing of other hosts."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

project = "Klimaschutzhaus"
project_copyright = "2026 Klimaschutzhaus Kassel contributors, EUPL-1.2"
version = release = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
language = "en"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
# A TOML example is shown as it stands: half a file is no fault.
highlight_language = "none"
html_theme = "alabaster"
html_title = "Klimaschutzhaus: handbooks"
html_static_path = ["static"]
html_css_files = ["house.css"]
html_copy_source = False
html_use_index = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {"show_powered_by": False, "page_width": "66rem", "sidebar_width": "15rem", "show_related": False}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}
GERMAN = ("staff",)


def setup(app: Any) -> None:
    """A page says which language it is in, for screen readers; the one to print links to no search, which it lacks."""

    def told(_: Any, page: str, __: str, context: dict[str, Any], ___: Any) -> None:
        if page in GERMAN:
            context["language"] = "de"
        if context["builder"] == "singlehtml":
            context["hasdoc"] = lambda _: False

    app.connect("html-page-context", told)
