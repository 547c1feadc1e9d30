# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff: who may sign in, with what, and for how long.

A name is invited and gets a link; behind it its person chooses a password and sets up one-time codes. A lost phone
or password is mended by another invitation, which ends the one before.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import delete, insert, select, update

from booking import passwords, rules
from booking.attempts import Attempts
from booking.desk import Desk
from booking.ledger import Ledger
from booking.model import person, recovery, sitting, token
from booking.refusal import NotFound, Refused
from booking.sittings import Sitting, Sittings

Role = Literal["house", "partner", "city"]
ROLES: tuple[Role, ...] = get_args(Role)

JOIN_MINUTES = 24 * 60
NAME_LONGEST = 40


@dataclass(frozen=True)
class Person:
    """Somebody of the staff; `joined` once they have chosen a password; a partner acts for `actor`, by its id."""

    id: int
    name: str
    role: Role
    enrolled: int
    joined: bool
    actor: int | None = None


@dataclass(frozen=True)
class Signed:
    """What the browser keeps: `sitting` until it signs out, `device` so that strangers cannot slow it down."""

    sitting: str
    device: str


@dataclass(frozen=True)
class Browser:
    """Where somebody proves again who they are: what it keeps, and the network it asks from."""

    sitting: str
    device: str
    network: str


class People:
    """The staff of one house."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._house = desk.house.id
        self._attempts = Attempts(desk)
        self._sittings = Sittings(desk)

    # --- who there is

    def all(self) -> list[Person]:
        with self._desk.database.read() as db:
            rows = db.execute(select(person).where(person.c.house_id == self._house).order_by(person.c.name))
            return [_person(row) for row in rows]

    def invite(self, name: str, role: Role, by: str, actor: str = "") -> str:
        """The token of a link behind which somebody joins, valid for a day; who had joined before must do so again.

        A partner acts for an actor, whose key is `actor`. Raises Refused("staff_name"), Refused("whose_partner").
        """
        name = _folded(name)
        acts_for = self._desk.offers.shelf().actors.get(actor)
        if (role == "partner") != (acts_for is not None):
            raise Refused("whose_partner")
        if not 2 <= len(name) <= NAME_LONGEST:
            raise Refused("staff_name", longest=NAME_LONGEST)

        def work(book: Ledger) -> None:
            number = book.new_id()
            found = book.db.execute(select(person.c.id).where(self._named(name))).first()
            fresh = {"role": role, "password": None, "enrolled": number, "step": 0}
            fresh["actor_id"] = acts_for.number if acts_for else None
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
        where = self._where(found, network, device)
        self._attempts.must_not_wait(name, where)
        right = passwords.fits(found.password if found else None, password)
        renewed = passwords.renewed(found.password, password) if found and right else None

        def work(book: Ledger) -> Signed | None:
            if found is None or not right or not self._second(book, found.id, normal_code(code)):
                self._attempts.count(book, name, where)
                return None
            self._attempts.forget(book, name, where)
            if renewed:
                same = self._is(found.id) & (person.c.password == found.password)
                book.db.execute(update(person).where(same).values(password=renewed))
            self._desk.log.write(book.db, book.at, found.name, "sign_in", "")
            return Signed(self._sittings.begin(book, found.id), self._device(found.id))

        signed = self._desk.write(work)
        if signed is None:
            raise Refused("sign_in", person=found.name if found else "")
        return signed

    def who(self, presented: str) -> Person | None:
        """Who is signed in with that token, if they were there within the last quarter of an hour."""
        row = self._sittings.holder(presented)
        return None if row is None else _person(row)

    def sign_out(self, presented: str) -> None:
        self._sittings.end(presented)

    # --- one's own access

    def sittings(self, who: Person, presented: str) -> list[Sitting]:
        """Where somebody is signed in."""
        return self._sittings.known(who.id, presented)

    def change_password(self, who: Person, here: Browser, password: str, fresh: str, code: str) -> Signed:
        """Choose another password, with both proofs; it ends what there is elsewhere.

        Raises Refused("proof") without saying which was wrong; that counts as a failed sign-in.
        """
        kept = passwords.check_password(fresh, who.name, passwords.known_words(self._desk.house))
        hashed = passwords.hashed(kept)

        def work(book: Ledger) -> Signed | None:
            if not self._second(book, who.id, normal_code(code)):
                return None
            book.db.execute(update(person).where(self._is(who.id)).values(password=hashed))
            return self._only_here(book, who, here, "password")

        signed = self._proven(who, here, password, work)
        if signed is None:
            raise Refused("proof")
        return signed

    def end_sittings(self, who: Person, here: Browser, password: str, key: str = "") -> Signed:
        """Sign out in one other browser, or in all others; Refused("own_password") counts as a failed sign-in."""

        def work(book: Ledger) -> Signed:
            return self._only_here(book, who, here, "sign_out_elsewhere", key)

        signed = self._proven(who, here, password, work)
        if signed is None:
            raise Refused("own_password")
        return signed

    # --- inside

    def _where(self, found: Any, network: str, device: str) -> str:
        """Where failures are counted: a browser in which that person has signed in before, else the network."""
        known = found is not None and hmac.compare_digest(device.encode(), self._device(found.id).encode())
        return device if known else network

    def _proven(
        self, who: Person, here: Browser, password: str, work: Callable[[Ledger], Signed | None]
    ) -> Signed | None:
        """What comes of it if the password is right, and the rest as well; else None, and it is counted."""
        found = self._find(who.name)
        where = self._where(found, here.network, here.device)
        self._attempts.must_not_wait(who.name, where)
        right = passwords.fits(found.password if found else None, password)

        def proven(book: Ledger) -> Signed | None:
            signed = work(book) if right else None
            if signed is None:
                self._attempts.count(book, who.name, where)
            else:
                self._attempts.forget(book, who.name, where)
            return signed

        return self._desk.write(proven)

    def _only_here(self, book: Ledger, who: Person, here: Browser, act: str, key: str = "") -> Signed:
        """End what there is elsewhere; here it goes on under another token, because they have proven who they are."""
        self._sittings.end_others(book, who.id, here.sitting, key)
        self._desk.log.write(book.db, book.at, who.name, act, "")
        return Signed(self._sittings.renew(book, here.sitting), self._device(who.id))

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
    return Person(row.id, row.name, row.role, row.enrolled, row.password is not None, row.actor_id)
