"""A pack as it is written in TOML, checked field by field and then as a whole. Used only where a pack comes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from vig_tool.programmes.model import GoalKind, Limits, Principle, Programme, Prompt, ReviewQuestions, Scheme

FORMAT = 1
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Okabe and Ito's colours, told apart by colour-blind people too."""
SHAPES = ("circle", "diamond", "square", "triangle", "hexagon", "pill")
KEYS = tuple("1234567890")
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
    key: str
    colour: str
    shape: str
    definition: Text
    example: Text
    lead: Seconds
    lag: Seconds


class WrittenScheme(_Written):
    id: Id
    name: Line
    about: Text
    roles: tuple[Role, ...] = Field(min_length=1)
    principles: tuple[WrittenPrinciple, ...] = Field(min_length=1, max_length=len(KEYS))


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


def clashes(pack: WrittenPack) -> list[str]:
    """What is well written but cannot stand together; one sentence each, empty where all is well."""
    everything = [principle for scheme in pack.schemes for principle in scheme.principles]
    found = _twice(pack.schemes, lambda scheme: scheme.id, "Two schemes have the id “{}”.")
    found += _twice(everything, lambda principle: principle.id, "Two principles have the id “{}”.")
    found += _twice(pack.goal_kinds, lambda kind: kind.id, "The kind of goal “{}” is there twice.")
    found += _twice(pack.review.prompts, lambda prompt: prompt.id, "The prompt “{}” of the review is there twice.")
    for scheme in pack.schemes:
        found += [f"In “{scheme.name}”, {clash}" for clash in _scheme_clashes(scheme)]
    return found


def built(pack: WrittenPack) -> Programme:
    """The programme of a pack without clashes."""
    return Programme(
        id=pack.id,
        version=pack.version,
        name=pack.name,
        about=pack.about,
        schemes=tuple(_scheme(scheme) for scheme in pack.schemes),
        goal_kinds=tuple(GoalKind(kind.id, kind.name, kind.hint) for kind in pack.goal_kinds),
        limits=Limits(pack.limits.clips, pack.limits.seconds * _SECOND),
        review=ReviewQuestions(
            pack.review.opening,
            tuple(Prompt(prompt.id, prompt.name, prompt.question) for prompt in pack.review.prompts),
            pack.review.helping_questions,
        ),
    )


def _scheme_clashes(scheme: WrittenScheme) -> list[str]:
    all_of_it = scheme.principles
    found = _twice(all_of_it, lambda principle: principle.key, "two principles have the key “{}”.")
    found += _twice(all_of_it, lambda principle: (principle.short or principle.name).casefold(), "two principles are called “{}”.")
    found += _twice(all_of_it, lambda principle: f"{principle.colour.upper()} {principle.shape}", "two principles are marked by “{}”.")
    for principle in scheme.principles:
        name = f"the principle “{principle.name}” has"
        if principle.key not in KEYS:
            found.append(f"{name} the key “{principle.key}”: a key is one digit.")
        if principle.colour.upper() not in COLOURS:
            found.append(f"{name} the colour “{principle.colour}”: possible are {', '.join(COLOURS)}.")
        if principle.shape not in SHAPES:
            found.append(f"{name} the shape “{principle.shape}”: possible are {', '.join(SHAPES)}.")
        if not principle.lead + principle.lag:
            found.append(f"{name} neither lead nor lag: its moments would have no length.")
    return found


def _twice(among: Iterable[_T], mark: Callable[[_T], str], sentence: str) -> list[str]:
    """`sentence` filled with every mark that stands more than once."""
    counted = Counter(mark(thing) for thing in among)
    return [sentence.format(key) for key, count in counted.items() if count > 1]


def _scheme(scheme: WrittenScheme) -> Scheme:
    principles = tuple(
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
        )
        for principle in scheme.principles
    )
    return Scheme(scheme.id, scheme.name, scheme.about, scheme.roles, principles)
