"""Passphrases come from a file, the environment or the keyboard, and leave no trace in the environment."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from vig_tool.cli import passphrases
from vig_tool.cli.files import ReservedFile, read_line
from vig_tool.errors import BadInput, Refused


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stdin = io.StringIO()
    monkeypatch.setattr("sys.stdin", stdin)
    return stdin


def type_in(keyboard: io.StringIO, text: str) -> None:
    keyboard.seek(0)
    keyboard.truncate()
    keyboard.write(text)
    keyboard.seek(0)


def test_the_variable_is_taken_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIG_PASSPHRASE", "four quiet words here")
    assert passphrases.take_variable("VIG_PASSPHRASE") == "four quiet words here"
    assert "VIG_PASSPHRASE" not in os.environ
    assert passphrases.take_variable("VIG_PASSPHRASE") is None


@pytest.mark.parametrize("data", [b" words with spaces \n", b" words with spaces \r\nsecond line", b"\xef\xbb\xbf words with spaces "])
def test_a_file_gives_its_first_line_and_nothing_of_its_end(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "p").write_bytes(data)
    assert passphrases.from_file(tmp_path / "p") == " words with spaces "


def test_files_that_cannot_be_meant_are_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    for name, words in (("empty", "holds no passphrase"), ("binary", "not a text file"), ("missing", "no such file"), (".", "directory")):
        with pytest.raises(BadInput, match=words):
            passphrases.from_file(tmp_path / name)


def test_prompts_go_to_stderr(keyboard: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    type_in(keyboard, "typed words\n")
    assert passphrases.asked() == "typed words"
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Passphrase: ")


def test_nobody_at_the_keyboard_is_a_sentence(keyboard: io.StringIO) -> None:
    with pytest.raises(BadInput, match="A passphrase is needed"):
        passphrases.asked()
    with pytest.raises(BadInput, match="A new passphrase is needed"):
        passphrases.new_passphrase(None)


def test_a_new_passphrase_is_typed_twice_the_same(keyboard: io.StringIO) -> None:
    type_in(keyboard, "one two three\none two three\n")
    assert passphrases.new_passphrase(None) == "one two three"
    type_in(keyboard, "one two three\none two thre\n")
    with pytest.raises(BadInput, match="not the same"):
        passphrases.new_passphrase(None)


def test_a_script_need_not_say_a_new_passphrase_twice(keyboard: io.StringIO) -> None:
    type_in(keyboard, "one two three\n")
    assert passphrases.new_passphrase(None) == "one two three"


def test_somebody_at_a_terminal_must(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["one two three", None])
    monkeypatch.setattr(passphrases, "typed", lambda _: next(answers))
    monkeypatch.setattr(passphrases, "_somebody_types", lambda: True)
    with pytest.raises(BadInput, match="not the same"):
        passphrases.new_passphrase(None)


def test_a_reserved_file_is_private_and_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "recovery.txt"
    ReservedFile(path).write("code\n")
    assert read_line(path, what="recovery code") == "code"
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(Refused, match="is there already"):
        ReservedFile(path)
    assert path.read_text() == "code\n"
    with pytest.raises(Refused, match="cannot be written"):
        ReservedFile(tmp_path / "missing" / "recovery.txt")


def test_a_reserved_file_that_is_not_needed_goes_away(tmp_path: Path) -> None:
    ReservedFile(tmp_path / "recovery.txt").drop()
    assert list(tmp_path.iterdir()) == []
