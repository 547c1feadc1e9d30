# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""Staff sign in: with two proofs, not by trying, and nobody outside can keep them out."""

import time
from base64 import b32encode
from datetime import timedelta
from functools import partial

import pyotp
import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update
from zxcvbn import frequency_lists

from booking import passwords
from booking.attempts import FREE_FAILURES
from booking.codes import ALPHABET
from booking.curator import Curator
from booking.desk import Desk
from booking.model import person
from booking.people import Browser, People, Person, Role, Signed
from booking.refusal import NotFound, Refused
from tests.booking.offered import REPAIR
from tests.booking.wishes import reason_of
from tests.servers.booking import SetClock, demo_house

PASSWORD = "Vier Eichen am Fluss"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.9"


@pytest.fixture
def people(desk: Desk) -> People:
    return People(desk)


def code(people: People, name: str, desk: Desk) -> str:
    """What somebody's app shows now."""
    who = next(one for one in people.all() if one.name == name)
    return pyotp.TOTP(b32encode(people.one_time(who)).decode()).at(desk.now())


def joined(people: People, desk: Desk, clock: SetClock, name: str = "anna") -> list[str]:
    """Somebody of the house, half a minute later: a code is good once. Their recovery codes."""
    codes = people.join(people.invite(name, "house", "the test"), PASSWORD, code(people, name, desk))
    clock.pass_(seconds=30)
    return codes


def refused(people: People, password: str, typed: str, network: str = HERE, device: str = "") -> str:
    with pytest.raises(Refused) as caught:
        people.sign_in("anna", password, typed, network, device)
    return caught.value.reason


def test_somebody_joins_signs_in_and_out(people: People, desk: Desk, clock: SetClock) -> None:
    joined(people, desk, clock)
    signed = people.sign_in(" Anna ", PASSWORD, code(people, "anna", desk), HERE)

    who = people.who(signed.sitting)
    assert who
    assert (who.name, who.role) == ("anna", "house")
    people.sign_out(signed.sitting)
    assert people.who(signed.sitting) is None


def test_what_is_kept_of_a_password_is_argon2id(people: People, desk: Desk, clock: SetClock) -> None:
    joined(people, desk, clock)

    assert kept_of_passwords(desk)[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_password_is_hashed_anew_at_the_next_sign_in_when_hashing_was_made_harder(
    people: People, desk: Desk, clock: SetClock
) -> None:
    codes = joined(people, desk, clock)
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash(PASSWORD)
    desk.database.write(lambda db: db.execute(update(person).values(password=weak)))
    assert refused(people, "wrong", codes[0]) == "sign_in"
    assert refused(people, PASSWORD, "000000") == "sign_in"
    assert kept_of_passwords(desk) == [weak]
    people.sign_in("anna", PASSWORD, codes[0], HERE)
    fresh = kept_of_passwords(desk)
    people.sign_in("anna", PASSWORD, codes[1], HERE)

    assert fresh[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert kept_of_passwords(desk) == fresh


def kept_of_passwords(desk: Desk) -> list[str]:
    with desk.database.read() as db:
        return list(db.scalars(select(person.c.password)))


def test_both_proofs_are_needed_and_a_code_is_good_once(people: People, desk: Desk, clock: SetClock) -> None:
    joined(people, desk, clock)
    right = code(people, "anna", desk)

    assert refused(people, "wrong", right) == "sign_in"
    assert refused(people, PASSWORD, "000000") == "sign_in"
    people.sign_in("anna", PASSWORD, right, HERE)
    assert refused(people, PASSWORD, right) == "sign_in"


def test_a_recovery_code_works_once_in_place_of_the_phone(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    assert len(set(codes)) == passwords.RECOVERY_CODES
    typed = passwords.in_fours(codes[0]).lower().replace(" ", "-", 2)

    people.sign_in("anna", PASSWORD, typed, HERE)
    assert refused(people, PASSWORD, typed) == "sign_in"


def test_a_quarter_of_an_hour_of_silence_ends_it(people: People, desk: Desk, clock: SetClock) -> None:
    joined(people, desk, clock)
    signed = people.sign_in("anna", PASSWORD, code(people, "anna", desk), HERE)
    for _ in range(3):
        clock.pass_(minutes=14)
        assert people.who(signed.sitting)
    clock.pass_(minutes=15)

    assert people.who(signed.sitting) is None


def test_half_a_day_ends_it_whatever_is_done(people: People, desk: Desk, clock: SetClock) -> None:
    joined(people, desk, clock)
    signed = people.sign_in("anna", PASSWORD, code(people, "anna", desk), HERE)
    for _ in range(71):
        clock.pass_(minutes=10)
        assert people.who(signed.sitting)
    clock.pass_(minutes=10)

    assert people.who(signed.sitting) is None


def test_who_fails_too_often_waits_longer_and_longer(people: People, desk: Desk, clock: SetClock) -> None:
    joined(people, desk, clock)
    for _ in range(FREE_FAILURES):
        assert refused(people, "wrong", "000000") == "sign_in"
    assert refused(people, PASSWORD, code(people, "anna", desk)) == "slow_down"
    clock.pass_(seconds=31)
    assert refused(people, "wrong", "000000") == "sign_in"
    clock.pass_(seconds=31)
    assert refused(people, PASSWORD, code(people, "anna", desk)) == "slow_down"
    clock.pass_(seconds=31)

    people.sign_in("anna", PASSWORD, code(people, "anna", desk), HERE)


def test_nobody_outside_can_keep_somebody_out(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    known = people.sign_in("anna", PASSWORD, codes[0], HERE).device
    for network in (HERE, ELSEWHERE):
        for _ in range(FREE_FAILURES):
            refused(people, "wrong", "000000", network)
    assert refused(people, PASSWORD, codes[1]) == "slow_down"  # a strange browser
    assert refused(people, "wrong", "٣٣٣٣٣٣", HERE, "eïn Gerät") == "slow_down"

    people.sign_in("anna", PASSWORD, codes[1], HERE, known)


def test_an_unknown_name_is_answered_as_a_wrong_password(people: People, desk: Desk, clock: SetClock) -> None:
    for _ in range(FREE_FAILURES):
        assert refused(people, PASSWORD, "000000") == "sign_in"
    assert refused(people, PASSWORD, "000000") == "slow_down"


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        *(("kurz", "password_length"), ("Vier Eichen am Fluss, " * 6, "password_length")),
        *(("a" * 40, "password_weak"), ("anna wohnt hier", "password_weak")),
    ],
)
def test_weak_passwords_are_refused_with_a_reason(people: People, desk: Desk, password: str, reason: str) -> None:
    invitation = people.invite("anna", "house", "the test")
    with pytest.raises(Refused) as caught:
        people.join(invitation, password, code(people, "anna", desk))

    assert caught.value.reason == reason
    assert people.invited(invitation).name == "anna"  # the invitation is still good


def chosen(password: str, name: str = "anna") -> str:
    """The password that is taken in the demo house, or why it is not."""
    try:
        return passwords.check_password(password, name, passwords.known_words(demo_house()))
    except Refused as refused:
        return refused.reason


def test_a_password_that_others_use_is_refused() -> None:
    """What leaked elsewhere, if it is long enough here, and what is doubled until it is."""
    leaked = frequency_lists.FREQUENCY_LISTS["passwords"]
    assert len(leaked) >= 30_000
    common = [one * times for one in leaked[:1_000] for times in (2, 3)]
    long = [one for one in (*leaked, *common) if len(one) >= passwords.SHORTEST]
    assert len(long) > 1_500
    assert [one for one in long if chosen(one) != "password_weak"] == []
    assert chosen(PASSWORD) == PASSWORD


@pytest.mark.parametrize(
    "password",
    [
        *("Klimaschutzhaus Kassel", "Kassel Kassel 2026", "Klimahaus-Kassel", "klimaschutzhaus2026!"),
        *("Climate House Kassel", "K1imaschutzhau5!", "suahztuhcsamilK", "Stadt Kassel 34117"),
    ],
)
def test_the_words_of_the_house_and_ones_own_name_count_for_nothing(password: str) -> None:
    assert chosen(password) == "password_weak"
    assert chosen(f"{password} unter vier Eichen") != "password_weak"
    assert chosen(f"{PASSWORD} sagt Ben", "ben") == "password_weak"


def test_no_password_is_weighed_for_long() -> None:
    """A text of look-alikes has more readings than can be tried."""
    begun = time.monotonic()
    chosen("4@8({[<369&#!1|0$5+7%2/" * 5)

    assert time.monotonic() - begun < 5


def test_a_partner_acts_for_an_actor_and_nobody_else_does(people: People, desk: Desk) -> None:
    Curator(desk).put_actor(REPAIR)
    wrong: list[tuple[Role, str]] = [("partner", ""), ("partner", "niemand"), ("house", "reparatur")]
    for role, actor in wrong:
        assert reason_of(partial(people.invite, "anna", role, "the test", actor)) == "whose_partner"

    invitation = people.invite("anna", "partner", "the test", "reparatur")
    assert people.invited(invitation).actor == desk.offers.actor("reparatur").number


def test_an_invitation_is_good_once_and_for_a_day(people: People, desk: Desk, clock: SetClock) -> None:
    invitation = people.invite("anna", "house", "the test")
    people.join(invitation, PASSWORD, code(people, "anna", desk))
    with pytest.raises(NotFound):
        people.invited(invitation)
    late = people.invite("ben", "city", "the test")
    clock.pass_(hours=25)
    with pytest.raises(NotFound):
        people.invited(late)


def test_a_new_invitation_ends_what_was(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    signed = people.sign_in("anna", PASSWORD, codes[0], HERE)
    people.invite("anna", "house", "ben")

    assert people.who(signed.sitting) is None
    assert refused(people, PASSWORD, codes[1]) == "sign_in"


def test_who_is_removed_is_out_at_once(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    signed = people.sign_in("anna", PASSWORD, codes[0], HERE)
    people.remove("anna", "ben")

    assert people.who(signed.sitting) is None
    assert people.all() == []
    with pytest.raises(NotFound):
        people.remove("anna", "ben")


def test_a_new_house_knows_nobody(people: People) -> None:
    assert people.all() == []
    assert refused(people, PASSWORD, "000000") == "sign_in"


@pytest.mark.parametrize("password", ["vier eichen am fluss und drei am hang", "Vier Eichen am Fluss, " * 4])
def test_a_password_is_taken_as_it_was_typed_and_does_not_age(
    people: People, desk: Desk, clock: SetClock, password: str
) -> None:
    """Small letters only, or very long: nothing is asked for, cut off or changed."""
    codes = people.join(people.invite("anna", "house", "the test"), password, code(people, "anna", desk))
    clock.pass_(days=1000)
    for another in (password.title(), password.rstrip(", "), password[:64], f"{password} "):
        if another != password:
            assert refused(people, another, codes[0]) == "sign_in"
            clock.pass_(minutes=15)

    assert people.sign_in("anna", password, codes[0], HERE)


def test_a_code_is_good_in_its_half_minute_and_the_ones_beside_it(people: People, desk: Desk, clock: SetClock) -> None:
    """Clocks differ a little (RFC 6238, 5.2)."""
    joined(people, desk, clock)
    old = code(people, "anna", desk)
    clock.pass_(seconds=2 * passwords.STEP)
    assert refused(people, PASSWORD, old) == "sign_in"
    late = code(people, "anna", desk)
    clock.pass_(seconds=passwords.STEP)

    assert people.sign_in("anna", PASSWORD, late, HERE)


def test_nobody_guesses_a_sign_in_or_a_recovery_code(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    sittings = {people.sign_in("anna", PASSWORD, typed, HERE).sitting for typed in codes}
    with desk.database.read() as db:
        kept = [db.exec_driver_sql(f"SELECT * FROM {table}").all() for table in ("sitting", "recovery")]  # noqa: S608

    assert len(ALPHABET) ** len(codes[0]) > 2**112
    assert len(sittings) == len(codes)
    assert all(len(sitting) * 6 >= 128 for sitting in sittings)
    assert not [secret for secret in (*sittings, *codes) if secret in repr(kept)]


FRESH = "Sieben Raben auf dem Dach"


def inside(people: People, code: str, password: str = PASSWORD, network: str = HERE) -> Browser:
    """The browser of anna, who signs in with a recovery code."""
    signed = people.sign_in("anna", password, code, network)
    return Browser(signed.sitting, signed.device, network)


def anna(people: People, browser: Browser) -> Person:
    who = people.who(browser.sitting)
    assert who
    return who


def unproven(people: People, browser: Browser, password: str, code: str, fresh: str = FRESH) -> str:
    """Why another password is not taken."""
    with pytest.raises(Refused) as caught:
        people.change_password(anna(people, browser), browser, password, fresh, code)
    return caught.value.reason


def test_another_password_is_chosen_with_both_proofs(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    here = inside(people, codes[0])
    assert unproven(people, here, "wrong", codes[1]) == "proof"
    assert unproven(people, here, PASSWORD, "000000") == "proof"
    assert unproven(people, here, PASSWORD, codes[0]) == "proof"  # used
    assert unproven(people, here, PASSWORD, codes[1], "kurz") == "password_length"
    assert unproven(people, here, PASSWORD, codes[1], "Klimaschutzhaus Kassel") == "password_weak"
    people.change_password(anna(people, here), here, PASSWORD, FRESH, codes[1])

    assert refused(people, PASSWORD, codes[2]) == "sign_in"
    assert people.sign_in("anna", FRESH, codes[2], HERE)
    assert [one.person for one in desk.log.entries([{"password"}], ["password"])] == ["anna"]


def test_another_password_ends_what_there_is_elsewhere(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    here, there = inside(people, codes[0]), inside(people, codes[1], network=ELSEWHERE)
    signed = people.change_password(anna(people, here), here, PASSWORD, FRESH, codes[2])

    assert people.who(there.sitting) is None
    assert people.who(here.sitting) is None  # whoever has its token has it in vain
    assert people.who(signed.sitting)


def test_whoever_finds_an_open_browser_cannot_try_passwords(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    here = inside(people, codes[0])
    for _ in range(FREE_FAILURES - 1):
        assert unproven(people, here, "wrong", codes[1]) == "proof"
    with pytest.raises(Refused) as caught:
        people.end_sittings(anna(people, here), here, "wrong")
    assert caught.value.reason == "own_password"

    assert unproven(people, here, PASSWORD, codes[1]) == "slow_down"
    assert refused(people, PASSWORD, codes[1], HERE, here.device) == "slow_down"
    clock.pass_(seconds=31)
    assert people.change_password(anna(people, here), here, PASSWORD, FRESH, codes[1])


def test_one_sees_where_one_is_signed_in(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    begun = desk.now()
    here = inside(people, codes[0])
    clock.pass_(minutes=5)
    there = inside(people, codes[1])
    clock.pass_(minutes=2)
    who = anna(people, here)

    seen = [(one.since, one.seen, one.here) for one in people.sittings(who, here.sitting)]
    assert seen == [
        (begun, begun + timedelta(minutes=7), True),
        (begun + timedelta(minutes=5), begun + timedelta(minutes=5), False),
    ]
    shown = repr(people.sittings(who, here.sitting))
    assert here.sitting not in shown
    assert there.sitting not in shown
    clock.pass_(minutes=14)
    assert [one.here for one in people.sittings(who, here.sitting)] == [True]  # the other is over


def test_one_signs_out_in_one_other_browser_or_in_all(people: People, desk: Desk, clock: SetClock) -> None:
    codes = joined(people, desk, clock)
    ben = people.join(people.invite("ben", "house", "the test"), PASSWORD, code(people, "ben", desk))
    bens = people.sign_in("ben", PASSWORD, ben[0], HERE).sitting
    here, *others = (inside(people, typed) for typed in codes[:4])
    who = anna(people, here)
    keys = [one.key for one in people.sittings(who, here.sitting) if not one.here]
    here = again(here, people.end_sittings(who, here, PASSWORD, keys[0]))
    assert len([one for one in others if people.who(one.sitting)]) == 2
    for key in (*people_keys(people, bens), "nothing of the kind"):
        here = again(here, people.end_sittings(who, here, PASSWORD, key))
    assert len([one for one in others if people.who(one.sitting)]) == 2
    here = again(here, people.end_sittings(who, here, PASSWORD))

    assert [people.who(one.sitting) for one in others] == [None] * 3
    assert people.who(here.sitting)
    assert people.who(bens)
    assert len(desk.log.entries([{"anna"}], ["sign_out_elsewhere"])) > 1


def again(here: Browser, signed: Signed) -> Browser:
    """The same browser with what it keeps now."""
    return Browser(signed.sitting, signed.device, here.network)


def people_keys(people: People, sitting: str) -> list[str]:
    """What names the sittings of whoever is signed in with that token."""
    who = people.who(sitting)
    assert who
    return [one.key for one in people.sittings(who, sitting)]
