# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff: who may sign in, with what, and for how long.

A name is invited and gets a link; behind it its person chooses a password and sets up one-time codes. A lost phone
or password is mended by another invitation, which ends the one before.
"""

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError

from booking import passwords, rules, secret, slots
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import attempt, person, recovery, sitting, token
from booking.refusal import NotFound, Refused

Role = Literal["house", "partner", "city"]
ROLES: tuple[Role, ...] = get_args(Role)

JOIN_MINUTES = 24 * 60
IDLE, LONGEST = 15 * 60, 12 * 3600  # seconds after which somebody has to sign in again
SEEN_AGAIN = 60  # seconds after which it is noted again that somebody is there
FREE_FAILURES = 5
FIRST_DELAY, LONGEST_DELAY = 30, 15 * 60  # seconds
NAME_LONGEST = 40


@dataclass(frozen=True)
class Person:
    """Somebody of the staff; `joined` once they have chosen a password."""

    id: int
    name: str
    role: Role
    enrolled: int
    joined: bool


@dataclass(frozen=True)
class Signed:
    """What the browser keeps: `sitting` until it signs out, `device` so that strangers cannot slow it down."""

    sitting: str
    device: str


class People:
    """The staff of one house."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._house = desk.house.id

    # --- who there is

    def all(self) -> list[Person]:
        with self._desk.database.read() as db:
            rows = db.execute(select(person).where(person.c.house_id == self._house).order_by(person.c.name))
            return [_person(row) for row in rows]

    def invite(self, name: str, role: Role, by: str) -> str:
        """The token of a link behind which somebody joins, valid for a day; who had joined before must do so again."""
        name = _folded(name)
        if not 2 <= len(name) <= NAME_LONGEST:
            raise Refused("staff_name", longest=NAME_LONGEST)

        def work(book: Ledger) -> None:
            number = book.new_id()
            found = book.db.execute(select(person.c.id).where(self._named(name))).first()
            fresh = {"role": role, "password": None, "enrolled": number, "step": 0}
            if found:
                self._sign_out_everywhere(book, found.id)
                book.db.execute(update(person).where(self._named(name)).values(fresh))
            else:
                values = {"house_id": self._house, "id": number, "name": name, "created": book.at}
                book.db.execute(insert(person), values | fresh)
            self._desk.log.write(book.db, book.at, by, "invite", f"{name} ({role})")

        self._desk.write(work)
        return self._desk.tokens.make("join", name, JOIN_MINUTES)

    def remove(self, name: str, by: str) -> None:
        """Somebody works here no more; NotFound if nobody has that name."""
        name = _folded(name)

        def work(book: Ledger) -> None:
            found = book.db.execute(select(person.c.id).where(self._named(name))).first()
            if found is None:
                raise NotFound
            self._sign_out_everywhere(book, found.id)
            book.db.execute(delete(token).where(*self._invitation(name)))
            book.db.execute(delete(person).where(self._named(name)))
            self._desk.log.write(book.db, book.at, by, "remove", name)

        self._desk.write(work)

    # --- joining

    def invited(self, invitation: str) -> Person:
        """Whose invitation it is, or NotFound."""
        name = self._desk.tokens.holder("join", invitation)
        found = name and self._find(name)
        if not found:
            raise NotFound
        return _person(found)

    def one_time(self, who: Person) -> bytes:
        """Of what somebody's one-time codes are made."""
        return self._desk.key.one_time(who.id, who.enrolled)

    def join(self, invitation: str, password: str, code: str) -> list[str]:
        """Take the invitation: the recovery codes, which are never shown again."""
        who = self.invited(invitation)
        password = passwords.check_password(password, who.name, passwords.known_words(self._desk.house))
        step = passwords.step_of(self.one_time(who), code.replace(" ", ""), self._desk.now())
        if step is None:
            raise Refused("one_time")
        kept, codes = passwords.hashed(password), passwords.recovery_codes()

        def work(book: Ledger) -> None:
            if not book.db.execute(delete(token).where(*self._invitation(who.name))).rowcount:
                raise NotFound
            book.db.execute(update(person).where(self._is(who.id)).values(password=kept, step=step))
            rows = [{"house_id": self._house, "person_id": who.id, "hash": self._recovery(who.id, c)} for c in codes]
            book.db.execute(insert(recovery), rows)
            self._desk.log.write(book.db, book.at, who.name, "join", who.role)

        self._desk.write(work)
        return codes

    # --- signing in and out

    def sign_in(self, name: str, password: str, code: str, network: str, device: str = "") -> Signed:
        """Sign in with a password and a one-time or recovery code.

        Raises Refused("sign_in") without saying what was wrong, and Refused("slow_down") after some failures. Those
        are counted for a name and the network they come from; a browser in which that person has signed in before is
        counted for itself, so that nobody outside can keep them out.
        """
        name = _folded(name)
        found = self._find(name)
        known = found is not None and hmac.compare_digest(device.encode(), self._device(found.id).encode())
        who = hashlib.sha256(f"{name}\0{device if known else network}".encode()).digest()
        self._must_not_wait(who)
        right = passwords.fits(found.password if found else None, password)

        def work(book: Ledger) -> Signed | None:
            if found is None or not right or not self._second(book, found.id, normal_code(code)):
                self._count(book, who)
                return None
            book.db.execute(delete(attempt).where(attempt.c.house_id == self._house, attempt.c.who == who))
            self._desk.log.write(book.db, book.at, found.name, "sign_in", "")
            return Signed(self._sit(book, found.id), self._device(found.id))

        signed = self._desk.write(work)
        if signed is None:
            raise Refused("sign_in", person=found.name if found else "")
        return signed

    def who(self, presented: str) -> Person | None:
        """Who is signed in with that token, if they were there within the last quarter of an hour."""
        at = slots.epoch(self._desk.now())
        mine = (sitting.c.house_id == self._house) & (sitting.c.hash == secret.hashed(presented))
        whose = (person.c.house_id == sitting.c.house_id) & (person.c.id == sitting.c.person_id)
        query = select(person, sitting.c.seen, sitting.c.created.label("since")).join(sitting, whose).where(mine)
        with self._desk.database.read() as db:
            row = db.execute(query).first()
        if row is None or row.seen + IDLE <= at or row.since + LONGEST <= at:
            return None
        if row.seen + SEEN_AGAIN <= at:
            with suppress(DBAPIError, Refused):  # on a full disk staff still see what is so
                self._desk.database.write(lambda db: db.execute(update(sitting).where(mine).values(seen=at)))
        return _person(row)

    def sign_out(self, presented: str) -> None:
        mine = (sitting.c.house_id == self._house) & (sitting.c.hash == secret.hashed(presented))
        self._desk.database.write(lambda db: db.execute(delete(sitting).where(mine)))

    # --- inside

    def _must_not_wait(self, who: bytes) -> None:
        query = select(attempt.c.until).where(attempt.c.house_id == self._house, attempt.c.who == who)
        with self._desk.database.read() as db:
            until = db.scalar(query)
        wait = (until or 0) - slots.epoch(self._desk.now())
        if wait > 0:
            raise Refused("slow_down", minutes=-(-wait // 60), seconds=wait)

    def _count(self, book: Ledger, who: bytes) -> None:
        mine = (attempt.c.house_id == self._house) & (attempt.c.who == who)
        failures = (book.db.scalar(select(attempt.c.failures).where(mine)) or 0) + 1
        over = failures - FREE_FAILURES
        delay = min(FIRST_DELAY << min(over, 10), LONGEST_DELAY) if over >= 0 else 0
        book.db.execute(delete(attempt).where(mine))
        values = {"who": who, "failures": failures, "until": book.at + delay}
        book.db.execute(insert(attempt), {"house_id": self._house, **values})

    def _second(self, book: Ledger, number: int, code: str) -> bool:
        """Whether the second proof is right; it is used up then."""
        row = book.db.execute(select(person).where(self._is(number))).first()
        if row is None:
            return False
        step = passwords.step_of(self.one_time(_person(row)), code, book.now)
        if step is not None and step > row.step:
            book.db.execute(update(person).where(self._is(number)).values(step=step))
            return True
        where = (recovery.c.house_id == self._house, recovery.c.person_id == number)
        return bool(
            book.db.execute(delete(recovery).where(*where, recovery.c.hash == self._recovery(number, code))).rowcount
        )

    def _sit(self, book: Ledger, number: int) -> str:
        fresh = secret.new_token()
        values = {"hash": secret.hashed(fresh), "person_id": number, "created": book.at, "seen": book.at}
        book.db.execute(insert(sitting), {"house_id": self._house, **values})
        return fresh

    def _sign_out_everywhere(self, book: Ledger, number: int) -> None:
        for table in (sitting, recovery):
            book.db.execute(delete(table).where(table.c.house_id == self._house, table.c.person_id == number))

    def _device(self, number: int) -> str:
        return self._desk.key.token("device", number)

    def _recovery(self, number: int, code: str) -> bytes:
        return self._desk.key.recovery(number, code)

    def _find(self, name: str) -> Any:
        with self._desk.database.read() as db:
            return db.execute(select(person).where(self._named(name))).first()

    def _named(self, name: str) -> Any:
        return (person.c.house_id == self._house) & (person.c.name == name)

    def _is(self, number: int) -> Any:
        return (person.c.house_id == self._house) & (person.c.id == number)

    def _invitation(self, name: str) -> tuple[Any, ...]:
        return token.c.house_id == self._house, token.c.kind == "join", token.c.name == name


def _folded(name: str) -> str:
    """Names are told apart whatever their case."""
    return rules.tidy(name).casefold()


def normal_code(typed: str) -> str:
    """A one-time or recovery code, however it was typed."""
    return "".join(letter for letter in typed if letter.isalnum()).upper()


def _person(row: Any) -> Person:
    return Person(row.id, row.name, row.role, row.enrolled, row.password is not None)
