"""Places, derived from points: ties share a place, and the next place counts them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TEAM_NAMES = ("Amber", "Blue")


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's place: points, right answers, and questions answered."""

    place: int
    member: str
    name: str
    points: int
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """A team's place; `mean` is its members' mean of points, so that a smaller team loses nothing by its size."""

    place: int
    name: str
    mean: float
    members: int


def ranked(rows: Iterable[tuple[str, str, int, int, int]]) -> tuple[Standing, ...]:
    """Members by points; each row is member, name, points, right, answered."""
    best = sorted(rows, key=lambda row: (-row[2], row[1].casefold(), row[0]))
    places: list[Standing] = []
    for index, (member, name, points, right, answered) in enumerate(best):
        tied = places and places[-1].points == points
        place = places[-1].place if tied else index + 1
        places.append(Standing(place, member, name, points, right, answered))
    return tuple(places)


def teams_ranked(rows: Iterable[Standing], team_of: Mapping[str, int]) -> tuple[TeamStanding, ...]:
    """Teams by the mean of their members' points; a team that nobody joined is left out."""
    points: dict[int, list[int]] = {}
    for row in rows:
        if row.member in team_of:
            points.setdefault(team_of[row.member], []).append(row.points)
    means = sorted(
        ((sum(each) / len(each), team, len(each)) for team, each in points.items()),
        key=lambda t: (-t[0], t[1]),
    )
    places: list[TeamStanding] = []
    for index, (mean, team, members) in enumerate(means):
        tied = places and places[-1].mean == mean
        places.append(TeamStanding(places[-1].place if tied else index + 1, TEAM_NAMES[team], mean, members))
    return tuple(places)
