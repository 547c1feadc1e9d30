# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff: who they are, that they are signed in, and the log of what they did."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("booking", sa.Column("answer", sa.String(300)))
    op.add_column("token", sa.Column("used", sa.BigInteger))
    op.create_table(
        "person",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("role", sa.String(7), nullable=False),
        sa.Column("password", sa.String(120)),
        sa.Column("enrolled", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("step", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("house_id", "name"),
    )
    op.create_table(
        "recovery",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.ForeignKeyConstraint(["house_id", "person_id"], ["person.house_id", "person.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sitting",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("person_id", sa.BigInteger, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(["house_id", "person_id"], ["person.house_id", "person.id"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "attempt",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("who", sa.LargeBinary(32), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("act", sa.String(20), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("before", sa.LargeBinary(32), nullable=False),
        sa.Column("seal", sa.LargeBinary(32), nullable=False),
    )
    op.create_index("ix_audit_at", "audit", ["house_id", "at"])
