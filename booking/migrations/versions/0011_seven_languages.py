# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A language may have a variant: "de-simple" is longer than two letters. SQLite keeps texts of any length."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    for table in ("booking", "waiting", "letter", "idea"):
        with op.batch_alter_table(table) as changed:
            changed.alter_column("language", type_=sa.String(20), existing_type=sa.String(2), existing_nullable=False)
