"""Looking after the library: checking it."""

from __future__ import annotations

from dataclasses import dataclass

from vig_tool.jobs import Job
from vig_tool.library import check
from vig_tool.work import exporting
from vig_tool.work.opening import Library


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be, as a sentence; `kind` is database, film, key, leftover or trail."""

    kind: str
    sentence: str


def check_library(lib: Library, *, thorough: bool = True, job: Job | None = None) -> list[Finding]:
    """Database, sealed films (every byte when thorough), keys, leftovers, trail. Empty when all is well. Raises Cancelled."""
    return [Finding(found.kind, found.sentence) for found in check.check(lib, thorough=thorough, job=job)]


def remarks(lib: Library) -> tuple[str, ...]:
    """What is worth knowing though nothing is wrong, as sentences. Nothing of it is a finding."""
    anew = exporting.count_copies_that_failed(lib)
    if not anew:
        return ()
    many = "1 saved film was" if anew == 1 else f"{anew} saved films were"
    return (f"{many} encoded anew because a copy did not pass its check. What was kept is whole.",)
