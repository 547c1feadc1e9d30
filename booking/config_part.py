# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What every table of a config file is made of."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

Language = Literal["de", "de-simple", "en", "tr", "uk", "ar", "bg"]
Topic = Literal["energy", "buildings", "mobility", "food", "consumption", "nature", "participation", "funding"]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$")]

CREDENTIAL = "credential:"
SECRETS = Path("/etc/klimaschutzhaus/secrets")  # root's own; the units have systemd hand copies to the services


def _credential(file: Path) -> Path:
    """Where `credential:NAME` lies: in what systemd has handed over, else where root keeps it."""
    if not (said := str(file)).startswith(CREDENTIAL):
        return file
    name = said.removeprefix(CREDENTIAL)
    if not name or "/" in name or name.startswith("."):
        raise ValueError(f"write {CREDENTIAL} and the name of a file in {SECRETS}")
    handed = os.environ.get("CREDENTIALS_DIRECTORY")
    return Path(handed) / f"secrets_{name}" if handed else SECRETS / name


SecretFile = Annotated[Path, AfterValidator(_credential)]


class Part(BaseModel):
    """One table of a config file: frozen, and no key that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
