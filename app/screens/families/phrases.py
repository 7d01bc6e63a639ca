"""How dates, lengths and goals are said on the family pages."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from vig_tool.errors import BadInput
from vig_tool.timing import SECOND
from vig_tool.work.families import FilmCard, GoalMark

ROLE_WORDS = {"interaction": "Film", "review": "Film of the review", "supervision": "Film of supervision"}
MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[./ ](\d{1,2})[./ ](\d{4})$")


def today() -> date:
    """By this computer's clock and place."""
    return datetime.now(UTC).astimezone().date()


def date_words(day: date) -> str:
    """"4 Sept", with the year where it is another one."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    return words if day.year == today().year else f"{words} {day.year}"


def read_date(text: str) -> date | None:
    """Reads 2026-09-04, 4.9.2026 or 4/9/2026 (day first); empty gives None. Raises BadInput."""
    plain = text.strip()
    if not plain:
        return None
    iso, day_first = _ISO.match(plain), _DAY_FIRST.match(plain)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1]))
    except ValueError:
        pass
    raise BadInput(f"“{plain}” is not a date.", advice="Write it as 2026-09-04 or 4.9.2026.")


def length_words(us: int) -> str:
    """Minutes and seconds: "9:52"."""
    minutes, seconds = divmod(us // SECOND, 60)
    return f"{minutes}:{seconds:02d}"


def film_words(film: FilmCard) -> str:
    return f"{ROLE_WORDS[film.role]}  {length_words(film.duration_us)}"


def marked_words(film: FilmCard) -> str:
    """"12 moments, 4 starred"; empty where nothing is marked."""
    if not film.moments:
        return ""
    words = f"{film.moments} moment{'s' if film.moments != 1 else ''}"
    return f"{words}, {film.starred} starred" if film.starred else words


def rating_words(goal: GoalMark) -> str:
    """What was said of a goal in one cycle."""
    if goal.value is None:
        return ""
    if goal.kind == "scale":
        return f"{goal.value} of 10"
    return f"{goal.value} of {goal.target} a day" if goal.target else f"{goal.value} a day"
