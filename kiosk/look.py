# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The colours and measures of the house as values: what look.kv and the widgets draw with."""

from collections.abc import Mapping
from math import ceil

from kivy.utils import get_color_from_hex

LIGHT = {
    "wall": "#F6F0E4", "card": "#FFFDF8", "floor": "#E9DFCC", "line": "#CFC3AB", "edge": "#7A705D",
    "ink": "#1C2A2D", "ink2": "#344142", "petrol": "#0C4B54", "petrol_d": "#07363D", "on_petrol": "#FFFFFF",
    "petrol_p": "#D5E6E5", "light": "#FFC947", "on_light": "#1C2A2D", "light_p": "#FFF3D0",
    "basalt": "#334043", "basalt_h": "#4D5A5D", "on_basalt": "#FFFFFF", "shut": "#E3D9C6", "shut_h": "#D2C6AF",
    "brick": "#8A2F15", "brick_p": "#FBE6D2", "plinth": "#1C2A2D", "plinth_b": "#2E3E41", "on_plinth": "#FFFFFF",
    "wedge": "#FFDD8C",
    "leaf": "#0C4B54", "leaf_edge": "#07363D", "rim": "#FFFDF8", "white": "#FFFFFF", "black": "#000000",
}  # fmt: skip
CONTRAST = {
    "wall": "#000000", "card": "#000000", "floor": "#1A1A1A", "line": "#FFFFFF", "edge": "#FFFFFF",
    "ink": "#FFFFFF", "ink2": "#FFFFFF", "petrol": "#FFE14D", "petrol_d": "#FFFFFF", "on_petrol": "#000000",
    "petrol_p": "#000000", "light": "#FFE14D", "on_light": "#000000", "light_p": "#000000",
    "basalt": "#000000", "basalt_h": "#FFFFFF", "on_basalt": "#FFFFFF", "shut": "#000000", "shut_h": "#4A4A4A",
    "brick": "#FF9E80", "brick_p": "#000000", "plinth": "#000000", "plinth_b": "#000000", "on_plinth": "#FFFFFF",
    "wedge": "#FFE14D",
    "leaf": "#000000", "leaf_edge": "#000000", "rim": "#FFFFFF", "white": "#FFFFFF", "black": "#000000",
}  # fmt: skip

Rgba = tuple[float, float, float, float]
TARGET_MM = 15
SIZES = (1.0, 1.25, 1.5)  # how large everything is, at the visitor's wish
ROOMY = 900  # px across from which rows need not be folded on a small display
LARGEST = 107  # px that 15 mm may take where keys are laid out: on a small display everything is larger from the start


class Look:
    """What holds for the whole picture at the moment: palette, side, format and scale."""

    # Type, in px of the layout.
    small, label, body, lead, head, title, word = 24, 28, 32, 42, 56, 76, 116
    steps = (24, 28, 32, 36, 42, 48, 56, 64, 76, 90, 104, 116, 150)
    # Measures, in px of the layout.
    margin, gap, row, radius = 48, 20, 12, 16

    def __init__(self) -> None:
        self.contrast = False
        self.rtl = False
        self.pillar = False  # whether the tools stand at the side: the display hangs in landscape
        self.less_motion = self.calm = False
        self.zoom = self.usual = 1.0
        self.beside = False  # whether the screen has two columns even on a small display in landscape
        self.room = 1080.0  # px across that pages have
        self.high = 1764.0  # px down that they have, the header's place among them
        self.scale = 1.0
        self.px_per_mm = 2.71
        self.own: Mapping[str, str] = {}
        self.wear(False)

    def __getattr__(self, name: str) -> Rgba:
        try:
            return self.__dict__["palette"][name]
        except KeyError:
            raise AttributeError(name) from None

    def wear(self, contrast: bool) -> None:
        """Put on the light or the contrast palette; the house's own colours are for the light one."""
        own = {key: value for key, value in self.own.items() if key in LIGHT}
        leaf = {"leaf": own["petrol"], "leaf_edge": own.get("petrol_d", LIGHT["petrol_d"])} if "petrol" in own else {}
        tokens = CONTRAST if contrast else LIGHT | own | leaf
        self.palette = {name: tuple(get_color_from_hex(value)) for name, value in tokens.items()}
        self.contrast = contrast

    @property
    def still(self) -> bool:
        """Whether only end states are shown."""
        return self.less_motion or self.calm or self.contrast

    @property
    def target(self) -> float:
        """The least side of what can be touched, in px of the layout."""
        return self.px_per_mm * TARGET_MM

    @property
    def wide(self) -> bool:
        """Whether there is room for two columns: enlarged, a landscape picture is one column as well."""
        return self.pillar and (self.zoom == 1 or (self.zoom == self.usual and self.beside))

    @property
    def tight(self) -> bool:
        """Whether everything is larger from the start, so that a finger hits it: two columns have to be tighter."""
        return self.usual > 1

    @property
    def tall(self) -> bool:
        return not self.wide

    @property
    def narrow(self) -> bool:
        """Whether rows have to be folded: enlarged, a portrait picture has less room across."""
        roomy = self.beside and self.zoom == self.usual and self.room >= ROOMY
        return self.zoom > 1 and not self.pillar and not roomy

    def column(self, wide: float) -> float:
        """Px of a page's width: what the page has in landscape, else all but the margins."""
        return wide if self.wide else self.room - 2 * self.margin

    def across(self, most: int) -> int:
        """How many stand side by side where there would be `most`."""
        return max(int(most / self.zoom + 0.1), 1) if self.narrow else most

    @property
    def start(self) -> str:
        return "right" if self.rtl else "left"

    @property
    def end(self) -> str:
        return "left" if self.rtl else "right"

    @property
    def button(self) -> int:
        return max(96 if self.wide else 104, ceil(self.target))

    @property
    def side_tile(self) -> int:
        return 120 if self.wide else 156

    @property
    def slim_tile(self) -> int:
        return 100 if self.wide else 114

    @property
    def chip(self) -> int:
        return max(84, ceil(self.target))

    @property
    def keyboard(self) -> float:
        """Height of a keyboard in one column: keys are large enough as they are."""
        return max((124 * 5 + 40) / self.zoom, 5 * ceil(self.target) + 40) if self.narrow else 124 * 5 + 40

    # The visitor's own open door, beside which stands what is theirs.

    @property
    def door_width(self) -> int:
        if self.wide and self.tight:
            return 260
        return 232 if self.narrow else 352

    @property
    def door_inset(self) -> int:
        if self.wide:
            return 64 if self.tight else 120
        return 48 if self.narrow else 72

    @property
    def door_gap(self) -> int:
        return 32 if self.narrow else 64

    @property
    def header(self) -> int:
        return 136 if self.zoom == 1 else 104

    @property
    def plinth_size(self) -> int:
        if self.pillar:
            return 168
        return 156 if self.zoom == 1 else max(156, 2 * ceil(self.target) + 34)  # two rows of keys

    @property
    def box_rim(self) -> int:
        """The rim that every box has in contrast mode."""
        return 3 if self.contrast else 0


def usual_size(px_per_mm: float) -> int:
    """Which of the sizes a display has from the start: the first one in which a finger hits what is laid out."""
    target = px_per_mm * TARGET_MM
    return next((step for step, size in enumerate(SIZES) if target / size <= LARGEST), len(SIZES) - 1)


look = Look()
