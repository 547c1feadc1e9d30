# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What visitors propose and ask: an idea goes onto a board with its status, a question gets a number and a term."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import func, insert, select, update

from booking import offer_rules, rules, secret, slots
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import idea
from booking.office import COMMAND_LINE
from booking.refusal import NotFound, Refused
from booking.scribe import Scribe

Kind = Literal["idea", "question"]
Status = Literal["new", "looked", "taken", "done", "no"]
STATES: tuple[Status, ...] = get_args(Status)
ENDED = ("done", "no")

LONGEST, ANSWER_LONGEST = 280, 600
BOARD_LONGEST = 200  # ideas on the board


@dataclass(frozen=True)
class Idea:
    """A visitor's sentence, an idea or a question, and what the house says to it. Instants are UTC.

    `shown` says that the house has put it onto the board; questions never stand there.
    """

    id: int
    number: int
    kind: Kind
    text: str
    topic: str
    status: Status
    answer: str
    shown: bool
    mail: str | None
    language: str
    due: datetime | None
    created: datetime
    changed: datetime


@dataclass(frozen=True)
class Wish:
    """What somebody wants to say; `request_id` is made by who sends it, so that sending twice says it once."""

    request_id: str
    kind: Kind
    text: str
    topic: str
    language: str
    mail: str = ""


class Ideas:
    """The ideas and questions of one house; `by` is who of the staff acts, for the log."""

    def __init__(self, desk: Desk, by: str = COMMAND_LINE) -> None:
        self._desk = desk
        self._scribe = Scribe(desk, by)

    def tell(self, wish: Wish) -> Idea:
        """Take an idea or a question in. An idea is looked at by staff before everybody sees it.

        Raises Refused("empty"), Refused("idea_long"), Refused("mail").
        """
        text = rules.tidy(wish.text)
        if not text:
            raise Refused("empty")
        if len(text) > LONGEST:
            raise Refused("idea_long", longest=LONGEST)
        topic, mail = offer_rules.topic(wish.topic), rules.check_mail(wish.mail)

        def work(book: Ledger) -> Idea:
            sent = (idea.c.house_id == book.house.id, idea.c.request_id == wish.request_id)
            if earlier := book.db.execute(select(idea).where(*sent)).first():
                return _idea(earlier)
            number = book.new_id()
            last = book.db.scalar(select(func.max(idea.c.number)).where(idea.c.house_id == book.house.id))
            answer_by = book.at + slots.DAY * book.house.terms.answer_days
            values = {
                "house_id": book.house.id,
                "id": number,
                "number": (last or 0) + 1,
                "kind": wish.kind,
                "text": text,
                "topic": topic,
                "status": "new",
                "answer": "",
                "shown": False,
                "mail": mail,
                "language": wish.language,
                "link_hash": secret.hashed(self._desk.key.token("idea", number)),
                "request_id": wish.request_id,
                "due": answer_by if wish.kind == "question" else None,
                "created": book.at,
                "changed": book.at,
            }
            book.db.execute(insert(idea), values)
            return self._one(book, number)

        return self._desk.write(work)

    def link_token(self, one: Idea) -> str:
        """The token of the page on which its author sees what has become of it."""
        return self._desk.key.token("idea", one.id)

    def leave_address(self, token: str, mail: str) -> None:
        """Tell its author what becomes of it, under this address from now on; raises NotFound, Refused("mail")."""
        address = rules.check_address(mail)

        def work(book: Ledger) -> None:
            which = (idea.c.house_id == book.house.id, idea.c.link_hash == secret.hashed(token))
            if not book.db.execute(update(idea).where(*which).values(mail=address)).rowcount:
                raise NotFound

        self._desk.write(work)

    def of_link(self, token: str) -> Idea:
        """The idea or question behind such a page, or NotFound."""
        found = self._find(idea.c.link_hash == secret.hashed(token))
        if not found:
            raise NotFound
        return found[0]

    def of_id(self, number: int) -> Idea:
        """The idea or question with this id, or NotFound."""
        found = self._find(idea.c.id == number)
        if not found:
            raise NotFound
        return found[0]

    def board(self) -> list[Idea]:
        """The ideas that everybody sees, the newest first."""
        return self._find(idea.c.shown, idea.c.kind == "idea")[:BOARD_LONGEST]

    def all(self) -> list[Idea]:
        """All that there is, the newest first."""
        return self._find()

    def answer(self, number: int, status: Status, answer: str, shown: bool) -> Idea:
        """Say what becomes of it; "no" needs a reason. Its author is told, if they have left an address."""
        answer = rules.tidy(answer)
        if status not in STATES:
            raise Refused("invalid")
        if status == "no" and not answer:
            raise Refused("why")
        if len(answer) > ANSWER_LONGEST:
            raise Refused("answer_long", longest=ANSWER_LONGEST, over=len(answer) - ANSWER_LONGEST)

        def work(book: Ledger) -> Idea:
            was = self._one(book, number)
            if was.kind == "question" and not answer:
                raise Refused("empty")
            values = {"status": status, "answer": answer, "shown": shown and was.kind == "idea", "changed": book.at}
            book.db.execute(update(idea).where(*_is(book, number)).values(values))
            book.offers_changed = True
            now = self._one(book, number)
            if now.mail and (was.status, was.answer) != (now.status, now.answer):
                book.owe("idea", now.mail, now.language, now.id)
            self._scribe.write(book, now.kind, f"#{now.number} {status}")
            return now

        return self._desk.write(work)

    def erase(self, number: int) -> None:
        """Erase it with all that belongs to it, or NotFound."""

        def work(book: Ledger) -> None:
            was = self._one(book, number)
            book.forget_letters(number)
            book.db.execute(idea.delete().where(*_is(book, number)))
            book.offers_changed = True
            self._scribe.write(book, "no_idea", f"#{was.number}")

        self._desk.write(work)
        self._desk.database.forget()

    def _one(self, book: Ledger, number: int) -> Idea:
        row = book.db.execute(select(idea).where(*_is(book, number))).first()
        if row is None:
            raise NotFound
        return _idea(row)

    def _find(self, *where: Any) -> list[Idea]:
        query = select(idea).where(idea.c.house_id == self._desk.house.id, *where).order_by(idea.c.number.desc())
        with self._desk.database.read() as db:
            rows: Sequence[Any] = db.execute(query).all()
        return [_idea(row) for row in rows]


def _is(book: Ledger, number: int) -> tuple[Any, ...]:
    return idea.c.house_id == book.house.id, idea.c.id == number


def _idea(row: Any) -> Idea:
    return Idea(
        row.id,
        row.number,
        row.kind,
        row.text,
        row.topic,
        row.status,
        row.answer,
        row.shown,
        row.mail,
        row.language,
        None if row.due is None else slots.utc(row.due),
        slots.utc(row.created),
        slots.utc(row.changed),
    )
