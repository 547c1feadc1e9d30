# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What becomes of the last good copy is planned before anything is done."""

from hypothesis import given
from hypothesis import strategies as st

from booking.intake_plan import Known, asked, planned
from booking.told import Fresh, Told

NOW = 1000
KEYS = [bytes([number]) * 32 for number in range(8)]
known_events = st.dictionaries(
    st.sampled_from(KEYS),
    st.builds(Known, st.sampled_from([b"a", b"b", b""]), st.sampled_from([0, 500, 2000]), st.booleans()),
)


def told(key: bytes, ends: int = 2000, lost: bool = False) -> Told:
    return Told(key, b"new", "uid", (), ends, False, "bad_rule" if lost else None, lost)


fresh_events = st.lists(
    st.builds(told, st.sampled_from(KEYS), st.sampled_from([0, 500, 2000]), st.booleans()),
    unique_by=lambda one: one.key,
)


@given(known_events, fresh_events, st.sets(st.sampled_from(KEYS)), st.booleans())
def test_every_event_is_put_kept_gone_or_left_alone(
    known: dict[bytes, Known], changed: list[Told], missing: set[bytes], moved: bool
) -> None:
    counted = asked(known, moved)
    gone = frozenset(missing & counted.keys() - {one.key for one in changed})
    plan = planned(known, counted, Fresh(tuple(changed), gone, 0), NOW)
    put, kept = {one.key for one in plan.put}, {one.key for one in plan.kept}

    assert put | kept == {one.key for one in changed}
    assert plan.replaced == put & known.keys()
    assert put.isdisjoint(kept)
    assert plan.gone.isdisjoint(put | kept)
    assert plan.gone <= known.keys()
    assert all(counted.values()), "what has no hash was not read yet"
    assert kept <= known.keys(), "what was never known has nothing to keep"
    left_alone = known.keys() - put - kept - plan.gone
    assert all(known[key].hash and not (known[key].open and moved) for key in left_alone)
    assert plan.before == sum(one.ends > NOW for one in known.values())
    assert plan.is_suddenly_half_empty == (2 * plan.after < plan.before)


def test_a_copy_without_anything_is_half_empty_if_anything_was_to_come() -> None:
    for ends, half_empty in ((2000, True), (500, False), (0, False)):
        known = {KEYS[0]: Known(b"a", ends, False)}
        plan = planned(known, asked(known, False), Fresh((), frozenset(KEYS[:1]), 0), NOW)
        assert plan.is_suddenly_half_empty == half_empty


def test_new_names_for_all_events_are_no_emptiness() -> None:
    known = {key: Known(b"a", 2000, False) for key in KEYS[:4]}
    fresh = Fresh(tuple(told(key) for key in KEYS[4:]), frozenset(KEYS[:4]), 4)
    plan = planned(known, asked(known, False), fresh, NOW)

    assert (plan.before, plan.after, plan.is_suddenly_half_empty) == (4, 4, False)
