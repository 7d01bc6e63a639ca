"""`vig-tool derived`: films are prepared without a window, and what was made is thrown away, on the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Case


def sealed(case: Case) -> list[Path]:
    return [path for path in (case.library / "derived").rglob("*") if path.is_file()]


def test_all_that_is_missing_is_made_and_thrown_away_again(case: Case) -> None:
    assert sealed(case) == []
    made = case.ask("derived", "make")
    assert (made["films"], made["failed"]) == (1, 0)
    assert made["bytes"] == sum(path.stat().st_size for path in sealed(case)) > 0
    assert case.ask("derived", "make")["films"] == 0
    assert case.ask("derived", "clear", "--recording", case.recording)["freed"] == made["bytes"]
    assert sealed(case) == []
    assert case.ask("derived", "clear")["freed"] == 0


def test_an_unknown_recording_is_refused(case: Case) -> None:
    assert "no longer in the library" in case.refused("derived", "clear", "--recording", "0190f3a4-0000-7000-8000-000000000000")
