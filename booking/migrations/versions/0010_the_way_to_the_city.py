# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the city has still to hear of, what she has, and how it goes with each way to her."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "outbox",
        *_about(),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("next", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
        sa.Column("fault", sa.String(400)),
        sa.Column("begun", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("dead", sa.Boolean, nullable=False, server_default=sa.false()),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "delivered",
        *_about(),
        sa.Column("remote", sa.String(300), nullable=False),
        sa.Column("etag", sa.String(200)),
        sa.Column("said", sa.LargeBinary(32), nullable=False),
        sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false()),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "channel",
        *_about()[:2],
        sa.Column("setting", sa.LargeBinary(32)),
        sa.Column("open", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("compared", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("good", sa.BigInteger),
        sa.Column("tried", sa.BigInteger),
        sa.Column("next", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("fault", sa.String(400)),
        sa.Column("lessee", sa.String(22)),
        sa.Column("leased", sa.BigInteger, nullable=False, server_default="0"),
        sqlite_with_rowid=False,
    )


def _about() -> list[sa.Column[object]]:
    return [
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("channel", sa.String(8), primary_key=True),
        sa.Column("about", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("part", sa.String(8), primary_key=True),
    ]
