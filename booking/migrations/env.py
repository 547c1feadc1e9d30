# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""How Alembic reaches the database: through booking.database, in one write transaction."""

from alembic import context
from sqlalchemy import Connection

from booking.database import Database
from booking.model import metadata


def migrate(db: Connection) -> None:
    context.configure(connection=db, target_metadata=metadata, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


database: Database = context.config.attributes["database"]
database.write(migrate)
