"""A pack as it is written in TOML, checked field by field and then as a whole. Used only where a pack comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from vig_tool.programmes.model import GoalKind, Limits, Principle, Programme, Prompt, ReviewQuestions, Scheme

Place = tuple[str | int, ...]
"""The way to a thing in what was written: keys and, in lists, numbers from 0."""

FORMAT = 1
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Okabe and Ito's colours, told apart by colour-blind people too."""
SHAPES = ("circle", "diamond", "square", "triangle", "hexagon", "pill")
KEYS = tuple("123456789")
MOST_PRINCIPLES = 24
"""In use at once; what was retired does not count."""
_MOST_HELD = 200
_SECOND = 1_000_000
_LONGEST_REACH = 60
_T = TypeVar("_T")

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00-\x1f]*$")]
Seconds = Annotated[Decimal, Field(ge=0, le=_LONGEST_REACH)]
Role = Literal["interaction", "review", "supervision"]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WrittenPrinciple(_Written):
    id: Id
    name: Line
    short: Line | None = None
    group: Line | None = None
    key: str
    colour: str
    shape: str
    definition: Text
    example: Text
    lead: Seconds
    lag: Seconds
    retired: StrictBool = False


class WrittenScheme(_Written):
    id: Id
    name: Line
    about: Text
    roles: tuple[Role, ...] = Field(min_length=1)
    principles: tuple[WrittenPrinciple, ...] = Field(min_length=1, max_length=_MOST_HELD)


class WrittenGoalKind(_Written):
    id: Literal["narrative", "scale", "count"]
    name: Line
    hint: Text


class WrittenLimits(_Written):
    clips: int = Field(ge=1, le=100, strict=True)
    seconds: int = Field(ge=1, le=3600, strict=True)


class WrittenPrompt(_Written):
    id: Literal["feelings", "thoughts", "wishes", "intentions"]
    name: Line
    question: Text


class WrittenReview(_Written):
    opening: Text
    helping_questions: tuple[Text, ...] = ()
    prompts: tuple[WrittenPrompt, ...] = Field(min_length=1)


class WrittenPack(_Written):
    format: Literal[1]
    id: Id
    version: int = Field(ge=1, strict=True)
    name: Line
    about: Text
    limits: WrittenLimits
    schemes: tuple[WrittenScheme, ...] = Field(min_length=1, max_length=20)
    goal_kinds: tuple[WrittenGoalKind, ...] = Field(min_length=1)
    review: WrittenReview


@dataclass(frozen=True, slots=True)
class Clash:
    """What is well written but cannot stand together with something else, and where it stands."""

    place: Place
    sentence: str


def clashes(pack: WrittenPack) -> list[Clash]:
    """Empty where all is well."""
    everything = [
        (("schemes", at, "principles", n, "id"), principle)
        for at, scheme in enumerate(pack.schemes)
        for n, principle in enumerate(scheme.principles)
    ]
    found = _twice(_placed(pack.schemes, "schemes", "id"), lambda scheme: scheme.id, "Two schemes have the id “{}”.")
    found += _twice(everything, lambda principle: principle.id, "Two principles have the id “{}”.")
    found += _twice(_placed(pack.goal_kinds, "goal_kinds", "id"), lambda kind: kind.id, "The kind of goal “{}” is there twice.")
    prompts = _placed(pack.review.prompts, "prompts", "id", around=("review",))
    found += _twice(prompts, lambda prompt: prompt.id, "The prompt “{}” of the review is there twice.")
    for at, scheme in enumerate(pack.schemes):
        found += [
            Clash(clash.place, f"In “{scheme.name}”, {clash.sentence}") for clash in scheme_clashes(scheme, around=("schemes", at))
        ]
    return found


def scheme_clashes(scheme: WrittenScheme, *, around: Place = ()) -> list[Clash]:
    """Of one scheme; sentences begin with a small letter. What is retired clashes with nothing."""
    placed = [((*around, "principles", n), one) for n, one in enumerate(scheme.principles) if not one.retired]
    found = _twice([((*at, "key"), one) for at, one in placed if one.key], lambda one: one.key, "two principles have the key “{}”.")
    found += _twice(
        [((*at, "short" if one.short else "name"), one) for at, one in placed],
        lambda one: (one.short or one.name).casefold(),
        "two principles are called “{}”.",
    )
    found += _twice(
        [((*at, "colour"), one) for at, one in placed],
        lambda one: f"{one.colour.upper()} {one.shape}",
        "two principles are marked by “{}”.",
    )
    for at, one in placed:
        found += _oddities(one, at)
    if not placed:
        found.append(Clash((*around, "principles"), "every principle is retired: at least one is needed."))
    if len(placed) > MOST_PRINCIPLES:
        found.append(Clash((*around, "principles"), f"there are {len(placed)} principles: at most {MOST_PRINCIPLES} can be in use."))
    return found


def built(pack: WrittenPack) -> Programme:
    """The programme of a pack without clashes."""
    return Programme(
        id=pack.id,
        version=pack.version,
        name=pack.name,
        about=pack.about,
        schemes=tuple(scheme_of(scheme) for scheme in pack.schemes),
        goal_kinds=tuple(GoalKind(kind.id, kind.name, kind.hint) for kind in pack.goal_kinds),
        limits=limits_of(pack.limits),
        review=ReviewQuestions(
            pack.review.opening,
            tuple(Prompt(prompt.id, prompt.name, prompt.question) for prompt in pack.review.prompts),
            pack.review.helping_questions,
        ),
    )


def _oddities(one: WrittenPrinciple, at: Place) -> list[Clash]:
    name = f"the principle “{one.name}” has"
    found = []
    if one.key and one.key not in KEYS:
        found.append(Clash((*at, "key"), f"{name} the key “{one.key}”: a key is a digit from 1 to 9."))
    if one.colour.upper() not in COLOURS:
        found.append(Clash((*at, "colour"), f"{name} the colour “{one.colour}”: possible are {', '.join(COLOURS)}."))
    if one.shape not in SHAPES:
        found.append(Clash((*at, "shape"), f"{name} the shape “{one.shape}”: possible are {', '.join(SHAPES)}."))
    if not one.lead + one.lag:
        found.append(Clash((*at, "lead"), f"{name} neither lead nor lag: its moments would have no length."))
    return found


def _placed(things: Iterable[_T], field: str, mark: str, *, around: Place = ()) -> list[tuple[Place, _T]]:
    return [((*around, field, n, mark), thing) for n, thing in enumerate(things)]


def _twice(among: Iterable[tuple[Place, _T]], mark: Callable[[_T], str], sentence: str) -> list[Clash]:
    """`sentence` filled with every mark that stands more than once, at its second place."""
    seen: set[str] = set()
    found: dict[str, Clash] = {}
    for place, thing in among:
        key = mark(thing)
        if key in seen:
            found.setdefault(key, Clash(place, sentence.format(key)))
        seen.add(key)
    return list(found.values())


def limits_of(written: WrittenLimits) -> Limits:
    return Limits(written.clips, written.seconds * _SECOND)


def scheme_of(scheme: WrittenScheme) -> Scheme:
    held = tuple(
        Principle(
            id=principle.id,
            name=principle.name,
            short=principle.short or principle.name,
            key=principle.key,
            colour=principle.colour.upper(),
            shape=principle.shape,
            definition=principle.definition,
            example=principle.example,
            lead_us=int(principle.lead * _SECOND),
            lag_us=int(principle.lag * _SECOND),
            group=principle.group or "",
            retired=principle.retired,
        )
        for principle in scheme.principles
    )
    used, retired = tuple(one for one in held if not one.retired), tuple(one for one in held if one.retired)
    return Scheme(scheme.id, scheme.name, scheme.about, scheme.roles, used, retired)
