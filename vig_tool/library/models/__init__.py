"""Everything the library holds, as typed declarative classes by area."""

from __future__ import annotations

from vig_tool.library.models.base import Base
from vig_tool.library.models.families import Consent, Family, Person, Practitioner, ProgrammeInUse
from vig_tool.library.models.films import Clip, Cycle, Moment, MomentPrinciple, MomentStep, Recording
from vig_tool.library.models.goals import Celebration, Evidence, Goal, Rating
from vig_tool.library.models.keeping import Edit, Pending, SchemeEdition, Setting, TrailEntry
from vig_tool.library.models.review import ParentWords, Reflection, Review

__all__ = [
    "Base",
    "Celebration",
    "Clip",
    "Consent",
    "Cycle",
    "Edit",
    "Evidence",
    "Family",
    "Goal",
    "Moment",
    "MomentPrinciple",
    "MomentStep",
    "ParentWords",
    "Pending",
    "Person",
    "Practitioner",
    "ProgrammeInUse",
    "Rating",
    "Recording",
    "Reflection",
    "Review",
    "SchemeEdition",
    "Setting",
    "TrailEntry",
]
