"""`vig-tool find`: what the film room finds is found on the command line too."""

from __future__ import annotations

from tests.cli.conftest import Case


def _add(case: Case, start: float, *words: object) -> str:
    made = case.ask("moment", "add", case.recording, "--start", start, "--end", start + 0.5, *words)
    return str(made["moment"])


def _found(case: Case, *words: object) -> list[str]:
    return [moment["id"] for moment in case.ask("find", *words)["moments"]]


def test_finding_moments(case: Case) -> None:
    first = _add(case, 1, "--principle", "turns", "--note", "Er WÄRTET", "--actor", "child", "--star")
    second = _add(case, 2, "--principle", "turns", "--principle", "play", "--private")
    third = _add(case, 3, "--principle", "play", "--channel", "voice")
    assert _found(case) == [first, second, third]
    assert _found(case, "wärtet") == [first]
    assert _found(case, "--principle", "turns") == [first, second]
    assert _found(case, "--principle", "turns", "--principle", "play", "--all") == [second]
    assert _found(case, "--principle", "turns", "--without-private") == [first]
    assert _found(case, "--star") == [first]
    assert _found(case, "--no-star", "--channel", "voice") == [third]
    assert _found(case, "--actor", "child") == [first]
    assert _found(case, "--clip") == []
    assert _found(case, "--sort", "made") == [third, second, first]
    for where in (("--family", "F014"), ("--family", "f014", "--cycle", 1), ("--recording", case.recording)):
        assert _found(case, *where) == [first, second, third]
    goal = case.ask("goal", "add", "F014", "--cycle", 1, "--kind", "narrative", "--text", "Wait")["goal"]
    assert _found(case, "--goal", goal) == []
    [moment] = case.ask("find", "wärtet")["moments"]
    assert (moment["family"], moment["cycle"], moment["title"], moment["start"]) == ("F014", 1, "Taking turns", 1)


def test_finding_for_people_and_spreadsheets(case: Case) -> None:
    said = case.call("find")
    assert said.out == "No moment is like that.\n"
    _add(case, 1, "--principle", "turns", "--note", "=1+1")
    said = case.call("find", "--family", "F014")
    assert "Taking turns" in said.out
    table = case.call("find", "--format", "csv")
    assert "'=1+1" in table.out


def test_where_to_look_must_be_there(case: Case) -> None:
    case.refused("find", "--family", "F999")
    case.refused("find", "--family", "F014", "--cycle", 7)
    case.refused("find", "--recording", "0190a0a0-0000-7000-8000-000000000000")
    case.refused("find", "--recording", "no id")
    assert case.call("find", "--cycle", 1).code == 2
    assert case.call("find", "--actor", "dog").code == 2
