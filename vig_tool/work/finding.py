"""Finding moments: of one film, a cycle, a family or the whole library, by what was tagged, said and chosen."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vig_tool import programmes as packs
from vig_tool.library import finding
from vig_tool.library.finding import Placed as Placed
from vig_tool.library.finding import Scope as Scope
from vig_tool.library.finding import Wanted as Wanted
from vig_tool.programmes import Programme
from vig_tool.timing import Instant, Span
from vig_tool.work import in_force
from vig_tool.work.opening import Library
from vig_tool.work.tagging import Moment, Principle, Step, drawing_of

LIBRARY = Scope()
EVERYTHING = Wanted()

_USUAL_PACK = "vig"


class Sort(StrEnum):
    """`TIME`: by family, cycle, film, and where it begins. Within equals the others keep that order."""

    TIME = "time"
    PRINCIPLE = "principle"  # in the order of the palette; those without one last
    LENGTH = "length"  # the longest first
    MADE = "made"  # the newest first


@dataclass(frozen=True, slots=True)
class Found:
    """A moment, the film it is in, and how it reads: the names of its principles, and these themselves."""

    moment: Moment
    placed: Placed
    title: str
    principles: tuple[Principle, ...]


def find_moments(lib: Library, wanted: Wanted, scope: Scope, *, sort: Sort = Sort.TIME) -> list[Found]:
    """The guider's own search: private moments are among what is found unless `wanted` leaves them out."""
    names: dict[str, _Names] = {}
    found = []
    sought = _Sought(wanted.text)
    with lib.reading() as session:
        for row in finding.moments(session, wanted, scope):
            pack = row.placed.pack or _USUAL_PACK
            if pack not in names:
                names[pack] = _Names(in_force.read(session, pack).programme, in_force.as_tagged(session, pack))
            principles = names[pack].of(row.principles)
            title = title_of(principles, star=row.star)
            if sought.stands_in(row.note, title):
                found.append(Found(_moment(row), row.placed, title, principles))
    if sort is Sort.TIME:
        return found
    places: Mapping[str, int] = {}
    for known in names.values():
        places = {**known.places, **places}
    key = sort_key(sort, places)
    return sorted(found, key=lambda one: key(one.moment))


def pick(moments: Iterable[Moment], wanted: Wanted, *, title: Callable[[Moment], str]) -> list[Moment]:
    """Of moments one has already those that are wanted: exactly those that `find_moments` would find. `title`: how one reads."""
    sought = _Sought(wanted.text)
    return [moment for moment in moments if _fits(moment, wanted) and (sought.nothing or sought.stands_in(moment.note, title(moment)))]


def sort_key(sort: Sort, places: Mapping[str, int]) -> Callable[[Moment], int]:
    """For a stable sort of moments that stand by time. `places`: of each principle in its scheme."""
    if sort is Sort.PRINCIPLE:
        return lambda moment: min((places.get(one, len(places)) for one in moment.principles), default=len(places) + 1)
    if sort is Sort.LENGTH:
        return lambda moment: -moment.span.length_us
    if sort is Sort.MADE:
        return lambda moment: -moment.id.int  # ids are made in the order of time
    return lambda moment: moment.span.start.us


def title_of(principles: Iterable[Principle], *, star: bool) -> str:
    """The names of its principles, or what a moment is without one."""
    return ", ".join(principle.name for principle in principles) or ("Starred" if star else "A moment")


def folded(text: str) -> str:
    """As it is compared: without case in every alphabet (Ä and ä, Σ and ς, ẞ and ss), however its accents were typed."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())


class _Sought:
    def __init__(self, text: str) -> None:
        self._words = folded(text).split()

    @property
    def nothing(self) -> bool:
        return not self._words

    def stands_in(self, note: str, title: str) -> bool:
        """Anywhere in the note, or where a word of the title begins: “he” is not looked for in “the other”."""
        if self.nothing:
            return True
        said, named = folded(note), folded(title).replace(",", " ").split()
        return all(word in said or any(name.startswith(word) for name in named) for word in self._words)


def _fits(moment: Moment, wanted: Wanted) -> bool:
    """But for the text."""
    said = (
        wanted.private or not moment.private,
        wanted.star in (None, moment.star),
        wanted.clip in (None, moment.clip_id is not None),
        wanted.actor in (None, moment.actor),
        wanted.channel in (None, moment.channel),
        wanted.goal_id in (None, moment.goal_id),
    )
    if not all(said) or not wanted.principles:
        return all(said)
    has = [principle in moment.principles for principle in wanted.principles]
    return all(has) if wanted.all_of_them else any(has)


class _Names:
    """The principles of one programme, as they were when they were tagged. One that it never had keeps its id as its name."""

    def __init__(self, programme: Programme, ever: Mapping[tuple[str, int], packs.Principle]) -> None:
        self._known = {tagged: Principle.of(one) for tagged, one in ever.items()}
        ids = [principle.id for scheme in programme.schemes for principle in scheme.principles]
        self.places = {principle: place for place, principle in enumerate(ids)}

    def of(self, tagged: list[tuple[str, int]]) -> tuple[Principle, ...]:
        """`tagged`: id and edition of each."""
        return tuple(self._known.get(one) or self._look_up(one) for one in tagged)

    def _look_up(self, tagged: tuple[str, int]) -> Principle:
        as_it_came = self._known.get((tagged[0], in_force.AS_IT_CAME))
        seen = as_it_came or Principle(tagged[0], tagged[0], "", "", "", "", "", 0, 0)
        self._known[tagged] = seen
        return seen


def _moment(row: finding.Row) -> Moment:
    return Moment(
        id=row.id,
        recording_id=row.placed.recording_id,
        span=Span.of_us(row.start_us, row.end_us),
        principles=tuple(principle for principle, _ in row.principles),
        actor=row.actor,
        chain_role=row.chain_role,
        channel=row.channel,
        note=row.note,
        star=row.star,
        private=row.private,
        clip_id=row.clip_id,
        editions=tuple(edition for _, edition in row.principles),
        goal_id=row.goal_id,
        still=None if row.still_us is None else Instant(row.still_us),
        drawings=() if row.drawings == "[]" else tuple(drawing_of(kept) for kept in json.loads(row.drawings)),
        steps=tuple(Step(Instant(at_us), actor, role) for at_us, actor, role in row.steps),
    )
