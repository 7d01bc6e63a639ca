"""A command at work: progress only on a terminal and only when it takes a while, and a first Ctrl+C that cancels cleanly."""

from __future__ import annotations

import io
import signal

import pytest

from vig_tool.cli import context
from vig_tool.cli.context import working
from vig_tool.errors import Cancelled


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def watched(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Called by the tests themselves: pytest puts its own stderr back after the fixtures."""
    made = Terminal()
    monkeypatch.setattr("sys.stderr", made)
    monkeypatch.setenv("TERM", "xterm")
    return made


def test_a_short_job_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    with working("Writing") as job:
        job.report(0.5, "Half of it")
    assert terminal.getvalue() == ""


def test_a_long_job_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watched(monkeypatch)
    monkeypatch.setattr(context, "_QUIET_S", 0.0)
    with working("Writing") as job:
        job.report(0.5, "Half of [it]")
        job.report(1.0, "The rest")
    shown = terminal.getvalue()
    assert "Half of [it]" in shown or "The rest" in shown
    assert "%" in shown


def test_nothing_is_shown_where_nobody_watches(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "_QUIET_S", 0.0)
    with working("Writing") as job:
        job.report(0.5)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: str(number.name))
def test_the_first_ctrl_c_cancels_and_the_second_does_not_wait(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with working("Writing") as job:
        signal.raise_signal(number)
        assert job.cancelled
        with pytest.raises(Cancelled):
            job.check()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert signal.getsignal(number) is before
