"""What the film room knows of one film: its scheme, its moments, which of them is selected. Plain data; no widget, no library."""

from __future__ import annotations

from bisect import insort
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from vig_tool.timing import Instant
from vig_tool.work.importing import RecordingCard
from vig_tool.work.tagging import Moment, Principle, Scheme

STARRED_LANE = ""
"""The lane of moments that carry a star but no principle yet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`moments` by start, then end; `selected` is one of them or None; `clips`: how many of this film are in the strip."""

    recording: RecordingCard
    scheme: Scheme
    moments: tuple[Moment, ...] = ()
    selected: UUID | None = None
    clips: int = 0

    @property
    def moment(self) -> Moment | None:
        """The selected one."""
        place = self._place
        return None if place is None else self.moments[place]

    def filled(self, moments: Iterable[Moment], *, clips: int) -> Sheet:
        """With what the library holds now; what is gone is no longer selected."""
        there = tuple(sorted(moments, key=_order))
        return replace(self, moments=there, clips=clips, selected=self.selected if _place_of(there, self.selected) is not None else None)

    def corrected(self, fresh: Iterable[Moment], *, touched: Collection[UUID], clips: int) -> Sheet:
        """With what was `touched` as it is now: `fresh`, or gone. The others stay the very same objects."""
        held = tuple(fresh)
        gone = {moment_id.int for moment_id in touched} | {moment.id.int for moment in held}
        there = [moment for moment in self.moments if moment.id.int not in gone]
        for moment in held:
            insort(there, moment, key=_order)
        kept = self.selected if _place_of(there, self.selected) is not None else None
        return replace(self, moments=tuple(there), clips=clips, selected=kept)

    def keeping(self, moment: Moment) -> Sheet:
        """With one moment made or changed, selected."""
        return replace(self, selected=moment.id).corrected([moment], touched={moment.id}, clips=self.clips)

    def selecting(self, moment_id: UUID | None) -> Sheet:
        return replace(self, selected=moment_id)

    def principle_of_key(self, key: str) -> Principle | None:
        return next((principle for principle in self.scheme.principles if principle.key == key), None)

    def shown(self, moment: Moment) -> tuple[Principle, ...]:
        """Its principles as they were when it was tagged."""
        editions = moment.editions or (self.scheme.edition,) * len(moment.principles)
        found = (self.scheme.as_tagged(one, edition) for one, edition in zip(moment.principles, editions, strict=True))
        return tuple(principle for principle in found if principle is not None)

    @property
    def principles(self) -> tuple[Principle, ...]:
        """Those one tags with, and then those that moments have besides: retired, or of another scheme."""
        missing = {one for moment in self.moments for one in moment.principles}.difference(one.id for one in self.scheme.principles)
        found = {one.id: one for moment in self.moments if missing.intersection(moment.principles) for one in self.shown(moment)}
        return (*self.scheme.principles, *(found[one] for one in sorted(missing) if one in found)) if missing else self.scheme.principles

    def named(self, principle_id: str) -> Principle | None:
        return next((principle for principle in self.scheme.principles if principle.id == principle_id), None)

    def before(self, now: Instant) -> Moment | None:
        """The moment before the selected one, or the last that begins before `now`."""
        place = self._place
        if place is not None:
            return self.moments[place - 1] if place > 0 else None
        return next((moment for moment in reversed(self.moments) if moment.span.start < now), None)

    def after(self, now: Instant) -> Moment | None:
        place = self._place
        if place is not None:
            return self.moments[place + 1] if place + 1 < len(self.moments) else None
        return next((moment for moment in self.moments if moment.span.start > now), None)

    def to_star(self, now: Instant) -> Moment | None:
        """What the star key is about: the selected moment while the picture shown is in it."""
        moment = self.moment
        return moment if moment is not None and now in moment.span else None

    @property
    def words(self) -> str:
        """One line on how far one is: "12 marked, 4 starred, 2 clips"."""
        if not self.moments:
            return "Nothing marked yet"
        said = [f"{len(self.moments)} marked"]
        starred = sum(moment.star for moment in self.moments)
        if starred:
            said.append(f"{starred} starred")
        if self.clips:
            said.append("1 clip" if self.clips == 1 else f"{self.clips} clips")
        return ", ".join(said)

    @property
    def allows(self) -> frozenset[str]:
        """The words the room's actions need."""
        return frozenset({"moment"}) if self.moment is not None else frozenset()

    def title_of(self, moment: Moment) -> str:
        """The names of its principles, or what it is without one."""
        names = [principle.name for principle in self.shown(moment)]
        return ", ".join(names) if names else ("Starred" if moment.star else "A moment")

    @property
    def _place(self) -> int | None:
        return _place_of(self.moments, self.selected)


def _order(moment: Moment) -> tuple[int, int, int]:
    """As the library orders them."""
    return moment.span.start.us, moment.span.end.us, moment.id.int


def _place_of(moments: Sequence[Moment], moment_id: UUID | None) -> int | None:
    """By number: thousands of ids compared as what they are take too long for a key press."""
    if moment_id is None:
        return None
    wanted = moment_id.int
    return next((place for place, moment in enumerate(moments) if moment.id.int == wanted), None)


def length_words(length_us: int) -> str:
    """A length as people say it: "3.4 s", "1 min 20 s"."""
    tenths = round(length_us / 100_000)
    if tenths < 600:
        return f"{tenths / 10:.1f} s"
    minutes, seconds = divmod(round(tenths / 10), 60)
    return f"{minutes} min {seconds} s" if seconds else f"{minutes} min"
