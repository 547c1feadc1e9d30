# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""The servers that the tests stand on are the real ones."""

import smtplib

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, inspect, text

from tests.servers.postgres import Postgres
from tests.servers.smtp import Mailbox


def test_every_test_gets_a_fresh_database_with_the_newest_tables(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as db:
        tables = inspect(db).get_table_names()
        assert "alembic_version" in tables
        db.execute(text("CREATE TABLE left_behind (number INTEGER)"))
    engine.dispose()

    assert "left_behind" not in tables


def test_postgresql_writes_through_to_the_disk(postgres: Postgres) -> None:
    engine = create_engine(postgres.address("postgres"))
    with engine.connect() as db:
        assert db.scalar(text("SHOW fsync")) == "on"
        assert db.scalar(text("SHOW synchronous_commit")) == "on"
    engine.dispose()


def test_the_mail_server_keeps_mails_and_can_refuse_them(mailbox: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.port) as line:
        line.sendmail("haus@example.org", ["gruppe@example.org"], "Subject: Hallo\r\n\r\nBis morgen.")
        mailbox.refusal = "450 later, please"
        with pytest.raises(smtplib.SMTPDataError):
            line.sendmail("haus@example.org", ["gruppe@example.org"], "Subject: Nochmal\r\n\r\nBis morgen.")

    assert [mail["Subject"] for mail in mailbox.wait(1)] == ["Hallo"]


def test_the_browser_opens_a_page(chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.set_content("<h1>Guten Tag</h1>")

    assert page.get_by_role("heading").text_content() == "Guten Tag"
