"""Leaving a film does not wait for what is being decoded, and nothing of it is left afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from tests.gui.conftest import BOTH
from tests.gui.playable import CountedSource, Playable
from vig_tool.media.pictures.frames import FrameReader
from vig_tool.timing import Span


class SlowPlayable(Playable):
    """Each exact picture takes half a second, as a far one of a big film does."""

    began = threading.Event()

    def stepper(self) -> FrameReader:
        reader = super().stepper()
        quick = reader.picture

        def slow(number: int):  # type: ignore[no-untyped-def]  # noqa: ANN202
            self.began.set()
            time.sleep(0.5)
            return quick(number)

        reader.picture = slow  # type: ignore[method-assign]
        return reader


def test_seeing_a_player_off_does_not_wait_for_a_picture_being_decoded(shelf: Callable[..., Playable], qtbot: QtBot) -> None:
    film = shelf()
    slow = SlowPlayable(film.recording_id, film.source, film.facts, film.index)
    assert isinstance(film.source, CountedSource)
    before, engines = film.source.open_readers, Engines(EngineChoice.QT)
    player = Player(engines)
    qtbot.addWidget(player.view)
    player.load(slow)
    qtbot.waitUntil(SlowPlayable.began.is_set, timeout=5000)
    began = time.monotonic()
    player.see_off()
    assert time.monotonic() - began < 0.15
    assert player.view.image.isNull()
    qtbot.waitUntil(lambda: not engines.farewell.waits, timeout=8000)
    assert film.source.open_readers == before


@pytest.mark.parametrize("choice", BOTH)
def test_what_was_seen_off_is_waited_for_when_the_window_closes(
    choice: EngineChoice, shelf: Callable[..., Playable], make_engines: Callable[[EngineChoice], Engines], qtbot: QtBot
) -> None:
    film, engines = shelf(), make_engines(choice)
    assert isinstance(film.source, CountedSource)
    before = film.source.open_readers
    for pause in (0, 60, 400):
        player = Player(engines)
        qtbot.addWidget(player.view)
        player.load(film)
        player.play_span(Span(film.index.time(20), film.index.time(60)), loop=True)
        qtbot.wait(pause)
        player.see_off()
    engines.farewell.close()
    assert not engines.farewell.waits
    assert film.source.open_readers == before
