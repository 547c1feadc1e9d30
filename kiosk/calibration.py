# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""A panel whose touches land beside the finger: what brings them back under it, found from a few touches. Pure.

Places are fractions of the panel as it was made, not as it hangs: (0, 0) its upper left corner, (1, 1) its lower right.
The matrix is that of libinput: x' = a x + b y + c, y' = d x + e y + f.
"""

from collections.abc import Sequence

Place = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
NEAR = 0.03  # of the panel's side: nearer to its cross a touch must come to lie
FLAT = 1e-5  # determinant of touches that all lie on one line
STRETCH = 5.0  # by which a panel's surface may be larger or smaller than it says
Row = tuple[float, float, float]


class Implausible(ValueError):
    """No panel touches like that: touches on one line, in no order, or beside their crosses."""


def moved(place: Place, matrix: Matrix) -> Place:
    """Where a touch really was."""
    (x, y), (a, b, c, d, e, f) = place, matrix
    return a * x + b * y + c, d * x + e * y + f


def turned(seen: Place, rotate: int) -> Place:
    """Where a place of the picture lies on a panel that was turned clockwise by so many degrees."""
    x, y = seen
    return {0: (x, y), 90: (y, 1 - x), 180: (1 - x, 1 - y), 270: (1 - y, x)}[rotate]


def solve(touched: Sequence[Place], meant: Sequence[Place]) -> Matrix:
    """The matrix that brings touches nearest to the places that were meant, by least squares; or Implausible."""
    rows: list[Row] = [(x, y, 1.0) for x, y in touched]
    normal = tuple(_row([[one[i] * one[j] for one in rows] for j in range(3)]) for i in range(3))
    whole = _determinant(normal)
    if abs(whole) < FLAT:
        raise Implausible
    found: list[float] = []
    for axis in range(2):
        right = _row([[one[i] * to[axis] for one, to in zip(rows, meant, strict=True)] for i in range(3)])
        found += [_determinant(_replaced(normal, column, right)) / whole for column in range(3)]
    a, b, c, d, e, f = found
    matrix = (a, b, c, d, e, f)
    if not 1 / STRETCH < abs(a * e - b * d) < STRETCH:
        raise Implausible
    check(touched, meant, matrix)
    return matrix


def rounded(matrix: Matrix) -> Matrix:
    """As exact as a finger is."""
    a, b, c, d, e, f = (round(value, 4) + 0.0 for value in matrix)  # + 0.0: no negative zero
    return a, b, c, d, e, f


def check(touched: Sequence[Place], meant: Sequence[Place], matrix: Matrix) -> None:
    """Implausible if a touch lies too far from its cross all the same."""
    for place, to in zip(touched, meant, strict=True):
        x, y = moved(place, matrix)
        if max(abs(x - to[0]), abs(y - to[1])) > NEAR:
            raise Implausible


def _row(sums: Sequence[Sequence[float]]) -> Row:
    one, two, three = map(sum, sums)
    return one, two, three


def _determinant(m: Sequence[Row]) -> float:
    (a, b, c), (d, e, f), (g, h, i) = m
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def _replaced(m: Sequence[Row], column: int, by: Row) -> list[Row]:
    """Cramer's rule."""
    rows = [[*row] for row in m]
    for row, value in zip(rows, by, strict=True):
        row[column] = value
    return [(row[0], row[1], row[2]) for row in rows]
