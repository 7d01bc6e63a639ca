"""What is heard while a film plays: together with its pictures, at its own pitch at every speed, quiet voices louder where asked for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.video import speaker
from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from app.video.speaker import RATE, Speaker
from tests.gui.conftest import BOTH
from tests.gui.listener import NotingOutlet, pitch
from tests.gui.playable import Playable, number_in
from tests.gui.tone_film import LEVEL, tone_film
from vig_tool.work.listening import Listening

pytestmark = pytest.mark.alone

TOGETHER_S = 0.040
GENTLE = Listening(volume=100, boost="gentle")
BOTH_EARS = Listening(volume=100, both=True, boost="gentle")


@pytest.fixture
def outlets(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[NotingOutlet]]:
    """Every sound device opened during a test."""
    made: list[NotingOutlet] = []

    def open_one() -> NotingOutlet:
        made.append(NotingOutlet())
        return made[-1]

    monkeypatch.setattr(speaker, "open_outlet", open_one)
    yield made
    assert all(outlet.closed for outlet in made)


@pytest.fixture(scope="session")
def tone() -> Playable:
    """A quiet 440 Hz tone on the left side only, under numbered pictures."""
    return tone_film()


def seen_times(player: Player) -> dict[int, float]:
    """When each picture is shown for the first time while the film runs, by the number in the picture itself."""
    seen: dict[int, float] = {}

    def note(image: QImage, number: int) -> None:
        at = time.perf_counter()
        seen.setdefault(number_in(image), at)

    player._decks.played.connect(note)
    return seen


@pytest.mark.parametrize("choice", BOTH)
@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
@pytest.mark.parametrize("film", [{}, {"late_sound_us": 730_000}, {"container": "ts"}], ids=["mp4", "late sound", "does not start at 0"])
def test_a_click_is_heard_with_its_picture(
    choice: EngineChoice,
    rate: float,
    film: dict[str, object],
    shelf: Callable[..., Playable],
    make_engines: Callable[[EngineChoice], Engines],
    outlets: list[NotingOutlet],
    qtbot: QtBot,
) -> None:
    shown = shelf(clicks=True, seconds=6, **film)
    player = Player(make_engines(choice), asks=lambda _recording: GENTLE)
    qtbot.addWidget(player.view)
    try:
        player.load(shown)
        player.set_rate(rate)
        qtbot.waitUntil(lambda: player.settled, timeout=10_000)
        seen = seen_times(player)
        player.play()
        qtbot.waitUntil(lambda: player.number >= 115, timeout=20_000)
        player.pause()
        [outlet] = outlets
        heard = outlet.loud_at(0.15)
    finally:
        player.close()
    apart = [min((at - seen[number] for at in heard), key=abs) for number in (60, 90) if number in seen]
    assert apart, "neither of the two pictures was shown"
    print(f"{choice.value} {rate}×: sound after picture {[round(1000 * one) for one in apart]} ms")
    assert sorted(map(abs, apart))[0] < TOGETHER_S  # the better of two: a busy machine may show one picture late


def test_the_speaker_keeps_time() -> None:
    outlet, loud = NotingOutlet(), np.full((480, 2), 0.5, np.float32)
    keeper = Speaker(outlet)
    due = time.perf_counter() + 0.120
    for n in range(20):
        keeper.add(loud, due + n * 0.01)
        keeper.pump()
    while outlet.waits_s() or keeper._waiting:
        keeper.pump()
        time.sleep(0.005)
    [first] = outlet.loud_at(0.4)
    assert first == pytest.approx(due, abs=0.012)
    assert np.count_nonzero(outlet.samples()[:, 0]) == 20 * 480  # joined without a gap, nothing left out


def test_sound_that_comes_too_late_is_left_out_up_to_now() -> None:
    outlet = NotingOutlet()
    keeper = Speaker(outlet)
    ramp = np.linspace(0, 1, RATE // 10, dtype=np.float32)[:, None].repeat(2, axis=1)
    keeper.add(ramp, time.perf_counter() - 0.05)
    assert outlet.heard[0][1][0, 0] == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("choice", BOTH)
@pytest.mark.parametrize("rate", [0.5, 1.0, 2.0])
def test_the_pitch_stays_at_every_speed(
    choice: EngineChoice,
    rate: float,
    tone: Playable,
    make_engines: Callable[[EngineChoice], Engines],
    outlets: list[NotingOutlet],
    qtbot: QtBot,
) -> None:
    player = Player(make_engines(choice), asks=lambda _recording: BOTH_EARS)
    qtbot.addWidget(player.view)
    try:
        player.load(tone)
        player.set_rate(rate)
        player.play()
        qtbot.waitUntil(lambda: bool(outlets) and len(outlets[0].samples()) > 1.6 * RATE, timeout=15_000)
    finally:
        player.close()
    sound = outlets[0].samples()
    loud = sound[np.abs(sound).max(axis=1) > 0.001]
    assert pitch(loud[len(loud) // 4 :]) == pytest.approx(440, abs=10)
    assert np.array_equal(loud[:, 0], loud[:, 1])  # it was on the left only
    assert np.abs(loud[-RATE // 4 :]).max() > 1.8 * LEVEL


@pytest.mark.parametrize("choice", BOTH)
def test_turning_the_help_on_and_off_while_it_plays(
    choice: EngineChoice,
    tone: Playable,
    make_engines: Callable[[EngineChoice], Engines],
    outlets: list[NotingOutlet],
    qtbot: QtBot,
) -> None:
    """The film goes on where it is; the sound is taken in hand, changed at once, and let go again."""
    player = Player(make_engines(choice), asks=lambda _recording: Listening(volume=100))
    qtbot.addWidget(player.view)
    try:
        player.load(tone)
        player.play()
        qtbot.waitUntil(lambda: player.number > 20, timeout=10_000)
        assert outlets == []
        player.set_listening(GENTLE)
        before = player.number
        qtbot.waitUntil(lambda: bool(outlets) and len(outlets[0].samples()) > RATE // 2, timeout=10_000)
        assert player.number >= before
        quiet = np.abs(outlets[0].samples()[-4800:]).max()
        player.set_listening(Listening(volume=25, boost="gentle"))
        qtbot.waitUntil(lambda: np.abs(outlets[0].samples()[-2400:]).max() < 0.4 * quiet, timeout=5000)
        player.set_listening(Listening(volume=25))
        qtbot.waitUntil(lambda: outlets[0].closed, timeout=5000)
        at = player.number
        qtbot.waitUntil(lambda: player.number > at + 10, timeout=10_000)
    finally:
        player.close()


def test_without_a_sound_device_nothing_breaks(tone: Playable, make_player: Callable[..., Player], qtbot: QtBot) -> None:
    player = make_player(EngineChoice.QT)
    player.load(tone)
    player.set_listening(Listening(both=True, boost="strong"))
    player.play()
    qtbot.waitUntil(lambda: player.number > 15, timeout=10_000)
