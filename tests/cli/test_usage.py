"""Every command explains itself, and what it does not understand ends with 2 and changes nothing."""

from __future__ import annotations

from typing import get_args

import pytest
import typer

import vig_tool
from tests.cli.conftest import Vig
from vig_tool.cli import goals as goal_words
from vig_tool.cli import importing as import_words
from vig_tool.cli import moments as moment_words
from vig_tool.cli.main import app

COMMAND = typer.main.get_command(app)


def commands(found: object = COMMAND, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    below = getattr(found, "commands", None)
    if below is None:
        return [words]
    return [deeper for name, each in below.items() for deeper in commands(each, (*words, name))]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_command_has_a_sentence_and_an_example(vig: Vig, words: tuple[str, ...]) -> None:
    answer = vig(*words, "--help")
    assert answer.code == 0
    assert f"Example: vig-tool {' '.join(words)}" in answer.out.replace("--library visits ", "")
    sentence = answer.out.split("Example:")[0].strip().splitlines()[-1].strip()
    assert sentence.endswith(".")
    assert answer.err == ""


def test_the_issue_of_commands_is_whole() -> None:
    wanted = {
        ("init",), ("family", "add"), ("family", "list"), ("cycle", "add"), ("cycle", "list"), ("import",), ("recording", "list"),
        ("recording", "show"), ("recording", "frames"), ("recording", "move"), ("recording", "remove"), ("still",), ("moment", "add"),
        ("moment", "list"), ("moment", "remove"), ("clip", "add"), ("clip", "list"), ("clip", "export"), ("clip", "remove"),
        ("reel", "export"), ("goal", "add"), ("goal", "rate"), ("goal", "list"), ("unlock",), ("review", "note"), ("report", "strengths"),
        ("check",), ("demo",), ("family", "correct"), ("cycle", "correct"), ("passphrase",), ("recovery",),
    }  # fmt: skip
    assert wanted <= set(commands())


def test_it_says_its_version(vig: Vig) -> None:
    assert vig("--version").out == f"vig-tool {vig_tool.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("bogus",),
        ("--bogus",),
        ("family",),
        ("family", "add"),
        ("cycle", "add", "F014"),
        ("import", "--family", "F014", "--cycle", "1"),
        ("import", "film.mp4", "--family", "F014", "--cycle", "one"),
        ("import", "film.mp4", "--family", "F014", "--cycle", "0"),
        ("import", "film.mp4", "--family", "F014", "--cycle", "1", "--role", "other"),
        ("moment", "add", "id", "--start", "1", "--end", "2"),
        ("moment", "add", "id", "--start", "1", "--end", "2", "--principle", "play", "--actor", "dog"),
        ("goal", "add", "F014", "--cycle", "1", "--kind", "other", "--text", "t"),
        ("review", "note", "id"),
        ("family", "correct", "F014"),
        ("family", "correct", "F014", "--started", "4.9.2025"),
        ("--json", "moment", "list", "id", "--format", "csv"),
        ("clip", "export", "id"),
    ],
    ids=" ".join,
)
def test_what_is_not_understood_ends_with_2(vig: Vig, words: tuple[str, ...]) -> None:
    answer = vig(*words)
    assert answer.code == 2
    assert answer.out == ""
    assert "Usage: vig-tool" in answer.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("recording", "show", "not-an-id"), "“not-an-id” is not the id of a recording."),
        (("clip", "add", "0" * 32, "--start", "later", "--end", "2"), "“later” is not a time."),
        (("clip", "add", "0" * 32, "--start", "2", "--end", "1"), "must come after the start"),
        (("still", "0" * 32, "--at", "-1", "--out", "x.png"), "“-1” is not a time."),
    ],
)
def test_what_cannot_be_meant_ends_with_1_and_a_sentence(vig: Vig, words: tuple[str, ...], sentence: str) -> None:
    answer = vig("--json", *words)
    assert answer.code == 1
    assert sentence in answer.err
    assert sentence in answer.document["error"]


def test_its_words_are_the_words_of_the_use_cases() -> None:
    from vig_tool.work import goals, importing, tagging

    assert get_args(import_words.Role) == importing.ROLES
    assert get_args(moment_words.Actor) == tagging.ACTORS
    assert get_args(moment_words.ChainRole) == tagging.CHAIN_ROLES
    assert get_args(moment_words.Channel) == tagging.CHANNELS
    assert get_args(goal_words.Kind) == goals.KINDS
