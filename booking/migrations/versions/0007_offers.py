# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the house and its partners offer, who takes part, and what visitors propose and ask."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("house", sa.Column("offers_revision", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("person", sa.Column("actor_id", sa.BigInteger))
    op.create_table(
        "actor",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(31), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("topics", sa.String(120), nullable=False),
        sa.Column("hours", sa.Text, nullable=False),
        sa.Column("phone", sa.String(40), nullable=False),
        sa.Column("mail", sa.String(254), nullable=False),
        sa.Column("web", sa.String(300), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("house_id", "key", name="uq_actor_house_id_key"),
    )
    op.create_table(
        "offer",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("actor_id", sa.BigInteger),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("topic", sa.String(13), nullable=False),
        sa.Column("titles", sa.Text, nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("person", sa.String(80), nullable=False),
        sa.Column("where", sa.String(8), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("free", sa.Boolean, nullable=False),
        sa.Column("cost", sa.String(80), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("step_free", sa.Boolean, nullable=False),
        sa.Column("spoken", sa.String(60), nullable=False),
        sa.Column("last", sa.Integer),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("alts", sa.Text, nullable=False),
        sa.Column("feed", sa.String(31)),
        sa.Column("uid_hash", sa.LargeBinary(32)),
        sa.Column("content_hash", sa.LargeBinary(32)),
        sa.Column("sequence", sa.Integer, nullable=False, server_default="0"),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["house_id", "actor_id"], ["actor.house_id", "actor.id"], name="fk_offer_house_id_actor_id_actor"
        ),
    )
    op.create_index("uq_offer_feed", "offer", ["house_id", "feed", "uid_hash"], unique=True)
    op.create_table(
        "offer_date",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("offer_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("begin", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("end", sa.BigInteger, nullable=False),
        sa.Column("whole_day", sa.Boolean, nullable=False),
        sa.Column("gone", sa.BigInteger),
        sa.ForeignKeyConstraint(
            ["house_id", "offer_id"], ["offer.house_id", "offer.id"], name="fk_offer_date_house_id_offer_id_offer"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_offer_date_end", "offer_date", ["house_id", "end"])
    op.create_table(
        "picture",
        sa.Column("house_id", sa.String(31), primary_key=True),
        sa.Column("offer_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["house_id", "offer_id"], ["offer.house_id", "offer.id"], name="fk_picture_house_id_offer_id_offer"
        ),
    )
    op.create_table(
        "signpost",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("place", sa.SmallInteger, nullable=False),
        sa.Column("topic", sa.String(13), nullable=False),
        sa.Column("titles", sa.Text, nullable=False),
        sa.Column("offers", sa.String(200), nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "idea",
        sa.Column("house_id", sa.String(31), sa.ForeignKey("house.id"), primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("text", sa.String(400), nullable=False),
        sa.Column("topic", sa.String(13), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("answer", sa.String(800), nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("mail", sa.String(254)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("link_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("request_id", sa.String(36), nullable=False),
        sa.Column("due", sa.BigInteger),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("house_id", "number", name="uq_idea_house_id_number"),
        sa.UniqueConstraint("house_id", "request_id", name="uq_idea_house_id_request_id"),
        sa.UniqueConstraint("house_id", "link_hash", name="uq_idea_house_id_link_hash"),
    )
