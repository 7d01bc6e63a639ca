"""Whatever goes wrong becomes a sentence and a code; a bug says where it is and nothing of what the library holds."""

from __future__ import annotations

import errno

import pytest

from vig_tool.cli.printing import Printer
from vig_tool.cli.trouble import exit_code_of
from vig_tool.errors import Cancelled, Refused
from vig_tool.timing import FrameIndex


@pytest.mark.parametrize(
    ("trouble", "code", "words"),
    [
        (Refused("That code is taken.", advice="Choose another."), 1, "That code is taken. Choose another.\n"),
        (Cancelled(), 130, "Stopped."),
        (KeyboardInterrupt(), 130, "Stopped."),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "The disk is full."),
        (PermissionError(errno.EACCES, "Permission denied", "/root/x.mp4"), 1, "“/root/x.mp4”: permission denied."),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"), 1, "not readable text"),
        (MemoryError(), 1, "not enough free memory"),
    ],
)
def test_trouble_is_a_sentence(trouble: BaseException, code: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code_of(trouble, Printer(as_json=False)) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert "Traceback" not in err


def test_a_bug_says_where_and_not_what(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        FrameIndex.from_bytes("her name is Anna")  # type: ignore[arg-type]
    except TypeError as trouble:
        bug: Exception = trouble
    assert exit_code_of(bug, Printer(as_json=True)) == 1
    out, err = capsys.readouterr()
    assert "TypeError at timing.py:" in err
    assert "mistake in VIG Tool" in err
    assert "Anna" not in out + err
