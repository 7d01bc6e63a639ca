"""A programme as the rest of the program sees it: frozen, checked, and free of how a pack is written."""

from __future__ import annotations

from dataclasses import dataclass

from vig_tool.errors import NotThere


@dataclass(frozen=True, slots=True)
class Principle:
    """One code of a scheme.

    `key` is the digit that tags it ("": by click alone); `colour` (#RRGGBB) and `shape` mark it, together unlike any other of its scheme.
    One press makes a moment from `lead_us` before now to `lag_us` after (µs, before snapping to pictures). Those of one `group` stand
    together; what is `retired` is no longer offered, and moments tagged with it keep it.
    """

    id: str
    name: str
    short: str
    key: str
    colour: str
    shape: str
    definition: str
    example: str
    lead_us: int
    lag_us: int
    group: str = ""
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Scheme:
    """Principles that are used together, in the order of the palette; what was retired stands apart. `roles` are the kinds of recording
    it is meant for."""

    id: str
    name: str
    about: str
    roles: tuple[str, ...]
    principles: tuple[Principle, ...]
    retired: tuple[Principle, ...] = ()

    def held(self, principle_id: str) -> Principle | None:
        """In use or retired."""
        return next((one for one in (*self.principles, *self.retired) if one.id == principle_id), None)

    def principle(self, principle_id: str) -> Principle:
        """One in use. Raises NotThere."""
        for principle in self.principles:
            if principle.id == principle_id:
                return principle
        known = ", ".join(f"“{principle.id}”" for principle in self.principles)
        raise NotThere(f"“{self.name}” has no principle “{principle_id}”.", advice=f"It has {known}.")


@dataclass(frozen=True, slots=True)
class GoalKind:
    """How a goal is looked at: `narrative` (words), `scale` (0 to 10) or `count` (times a day, with a target)."""

    id: str
    name: str
    hint: str


@dataclass(frozen=True, slots=True)
class Limits:
    """A hint while clips are chosen, never a block: how many, and how long each (µs)."""

    clips: int
    clip_us: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """One of the four depths of the talk (`feelings`, `thoughts`, `wishes`, `intentions`) and a question that leads there."""

    id: str
    name: str
    question: str


@dataclass(frozen=True, slots=True)
class ReviewQuestions:
    """What helps the talk: the question that lets the parent speak first, the prompts, and examples of helping questions."""

    opening: str
    prompts: tuple[Prompt, ...]
    helping_questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A pack. Principle ids are unique in the whole programme, so that a tag never needs to name its scheme."""

    id: str
    version: int
    name: str
    about: str
    schemes: tuple[Scheme, ...]
    goal_kinds: tuple[GoalKind, ...]
    limits: Limits
    review: ReviewQuestions

    @property
    def scheme(self) -> Scheme:
        """The one a new library starts with."""
        return self.schemes[0]

    def scheme_for(self, role: str) -> Scheme:
        """The first scheme meant for recordings of this role; the programme's first where none names it."""
        return next((scheme for scheme in self.schemes if role in scheme.roles), self.scheme)

    def schemes_for(self, role: str) -> tuple[Scheme, ...]:
        """All schemes one may choose for recordings of this role, the usual one first."""
        return tuple(scheme for scheme in self.schemes if role in scheme.roles) or self.schemes

    def scheme_named(self, scheme_id: str) -> Scheme:
        """Raises NotThere."""
        for scheme in self.schemes:
            if scheme.id == scheme_id:
                return scheme
        raise NotThere(f"“{self.name}” has no scheme “{scheme_id}”.")

    def principle(self, principle_id: str) -> Principle:
        """A principle of any of its schemes. Raises NotThere."""
        for scheme in self.schemes:
            for principle in scheme.principles:
                if principle.id == principle_id:
                    return principle
        return self.scheme.principle(principle_id)

    def goal_kind(self, kind_id: str) -> GoalKind:
        """Raises NotThere."""
        for kind in self.goal_kinds:
            if kind.id == kind_id:
                return kind
        raise NotThere(f"“{self.name}” has no goals of the kind “{kind_id}”.")
