"""The closed lists of words the library accepts: CHECK constraints are made from them, use cases refuse anything else."""

from __future__ import annotations

PERSON_KINDS = ("parent", "child", "other")
CONSENT_SCOPES = ("film", "guider", "supervisor", "intervision", "training", "research", "parent_copy", "stills")
ROLES = ("interaction", "review", "supervision")
ACTORS = ("child", "parent", "both", "guider")
CHAIN_ROLES = ("initiative", "reception", "response")
CHANNELS = ("gaze", "face", "voice", "touch", "posture", "words", "action")
REFLECTION_KINDS = ("feelings", "thoughts", "wishes", "intentions")
GOAL_KINDS = ("narrative", "scale", "count")
RATERS = ("parent", "guider")
PENDING_KINDS = ("import", "removal")
EDIT_STATES = ("done", "undone")


def one_of(column: str, words: tuple[str, ...]) -> str:
    """The SQL condition that a column holds one of these words (or nothing)."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
