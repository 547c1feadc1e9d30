# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every table of a config file is made of."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Language = Literal["de", "en", "ar"]
Topic = Literal["energy", "buildings", "mobility", "food", "consumption", "nature", "participation", "funding"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]


class Part(BaseModel):
    """One table of a config file: frozen, and no key that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
