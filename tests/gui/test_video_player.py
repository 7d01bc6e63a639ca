"""Playing spans and sequences: nothing outside them, no gap that would be noticed; and what happens when a film cannot be played."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from pytestqt.qtbot import QtBot

from app.video.choice import EngineChoice
from app.video.player import Player
from app.video.qt.hand import QtHand
from tests.gui.conftest import BOTH
from tests.gui.playable import CountedSource, Playable, number_in
from vig_tool.timing import Instant, Span

GAP_S = 0.3


@dataclass
class Log:
    """What a player showed: when, in which clip, which number it said and which one the picture has."""

    player: Player
    place: int = 0
    rows: list[tuple[float, int, int, int]] = field(default_factory=list)
    ends: int = 0
    failures: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.player.shown.connect(self._shown)
        self.player.sequence_moved.connect(self._moved)
        self.player.finished.connect(self._finished)
        self.player.failed.connect(self.failures.append)

    def _shown(self, _at: Instant, number: int) -> None:
        self.rows.append((time.monotonic(), self.place, number, number_in(self.player.view.image)))

    def _moved(self, place: int) -> None:
        self.place = place

    def _finished(self) -> None:
        self.ends += 1

    def gaps(self) -> list[float]:
        """Seconds from the last picture of each clip to the second of the next (the first one is at hand; the second one moves)."""
        found = []
        for place in range(1, self.place + 1):
            last = max(at for at, where, _, _ in self.rows if where == place - 1)
            first = min(number for _, where, number, _ in self.rows if where == place)
            found.append(next(at for at, where, number, _ in self.rows if where == place and number > first) - last)
        return found


def span(film: Playable, first: int, stop: int) -> Span:
    return Span(film.index.time(first), film.index.time(stop))


@pytest.mark.parametrize("choice", BOTH)
def test_a_sequence_of_two_films_has_no_gap_and_shows_nothing_else(
    choice: EngineChoice, shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot
) -> None:
    one, other = shelf(variable_rate=True), shelf(container="mkv", width=256, height=144)
    clips = [(one, range(20, 45)), (other, range(70, 100)), (other, range(10, 40)), (one, range(90, 115))]
    player = make_player(choice)
    log = Log(player)
    player.play_sequence([(film, span(film, numbers.start, numbers.stop)) for film, numbers in clips])
    qtbot.waitUntil(lambda: log.ends == 1, timeout=20000)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    for _, place, number, seen in log.rows:
        assert number in clips[place][1]
        assert seen in clips[place][1]
    assert player.number == clips[-1][1][-1]
    assert number_in(player.view.image) == player.number
    gaps = [gap - step for gap, step in zip(log.gaps(), (0.033, 0.033, 0.033), strict=True)]
    print(f"{choice.value}: gaps between clips {[round(1000 * gap) for gap in gaps]} ms")
    assert max(gaps) < GAP_S


@pytest.mark.parametrize("choice", BOTH)
def test_a_span_right_after_loading_shows_nothing_else(
    choice: EngineChoice, shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot
) -> None:
    film, player = shelf(gop=90), make_player(choice)
    log = Log(player)
    player.load(film)
    player.play_span(span(film, 100, 120))
    qtbot.waitUntil(lambda: log.ends == 1, timeout=10000)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert {number for _, _, number, _ in log.rows} <= set(range(100, 120))
    assert {seen for _, _, _, seen in log.rows} <= set(range(100, 120))
    assert player.number == 119
    assert not player.playing


@pytest.mark.parametrize("choice", BOTH)
def test_a_loop_comes_round(choice: EngineChoice, shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot) -> None:
    film, player = shelf(), make_player(choice)
    player.load(film)
    log = Log(player)
    player.play_span(span(film, 60, 75), loop=True)
    qtbot.waitUntil(lambda: [number for _, _, number, _ in log.rows].count(60) >= 3, timeout=15000)
    player.pause()
    assert {seen for _, _, _, seen in log.rows} <= set(range(60, 75))
    assert log.ends == 0


def test_a_loop_is_left_and_the_film_goes_on(shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot) -> None:
    film, player = shelf(), make_player()
    player.load(film)
    log = Log(player)
    player.play_span(span(film, 60, 75), loop=True)
    qtbot.waitUntil(lambda: [number for _, _, number, _ in log.rows].count(60) >= 2, timeout=15000)
    player.leave_span()
    assert player.playing
    qtbot.waitUntil(lambda: player.number > 90, timeout=15000)


def test_a_loop_left_while_it_is_stopped_stays_where_it_is(
    shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot
) -> None:
    film, player = shelf(), make_player()
    player.load(film)
    player.play_span(span(film, 60, 75), loop=True)
    qtbot.waitUntil(lambda: player.number > 60, timeout=15000)
    player.pause()
    player.leave_span()
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert not player.playing
    assert player.number in range(60, 75)
    player.play()
    qtbot.waitUntil(lambda: player.number > 80, timeout=15000)


def test_pausing_in_a_sequence_and_going_on(shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot) -> None:
    film, player = shelf(), make_player()
    log = Log(player)
    player.play_sequence([(film, span(film, 20, 50)), (film, span(film, 100, 120))])
    qtbot.waitUntil(lambda: player.number > 30, timeout=5000)
    player.pause()
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    for _ in range(40):
        player.step(1)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert player.number == 49  # never out of the clip
    player.step(-10)
    player.play()
    qtbot.waitUntil(lambda: log.ends == 1, timeout=10000)
    assert log.place == 1
    player.move_to(0)
    assert log.place == 0
    qtbot.waitUntil(lambda: player.number > 22, timeout=5000)
    assert {number for _, _, number, _ in log.rows} <= {*range(20, 50), *range(100, 120)}


def test_a_span_at_another_rate_ends_where_it_should(
    shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot
) -> None:
    film, player = shelf(), make_player()
    log = Log(player)
    player.load(film)
    player.set_rate(0.5)
    began = time.monotonic()
    player.play_span(span(film, 30, 60))
    qtbot.waitUntil(lambda: log.ends == 1, timeout=10000)
    assert time.monotonic() - began == pytest.approx(2.0, abs=0.4)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert player.number == 59


@pytest.mark.parametrize("choice", BOTH)
def test_the_film_plays_to_its_end_and_from_the_start_again(
    choice: EngineChoice, shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot
) -> None:
    film, player = shelf(seconds=2), make_player(choice)
    log = Log(player)
    player.load(film)
    player.play()
    qtbot.waitUntil(lambda: log.ends == 1, timeout=10000)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert player.number == len(film.index) - 1 == number_in(player.view.image)
    player.play()
    qtbot.waitUntil(lambda: 0 < player.number < 30, timeout=5000)


@pytest.mark.vlc
def test_a_film_of_the_first_engine_that_fails_goes_to_the_next(
    shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QtHand, "load", lambda hand, _film, round_, _turn: hand._post(lambda _held: hand.troubled.emit("No.", round_)))
    film, player = shelf(), make_player()
    log = Log(player)
    player.load(film)
    player.play()
    qtbot.waitUntil(lambda: player.number > 10, timeout=10000)
    assert log.failures == []


@pytest.mark.qt_log_ignore("Could not open media", extend=True)
def test_a_film_no_engine_can_play_can_still_be_stepped(
    shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot
) -> None:
    film = shelf()

    class OnlyStepped(Playable):
        def stepper(self):  # type: ignore[no-untyped-def]  # noqa: ANN202
            return film.stepper()

    broken = OnlyStepped(film.recording_id, CountedSource(b"not a film" * 500), film.facts, film.index)
    player = make_player(EngineChoice.QT)
    log = Log(player)
    player.load(broken)
    player.seek(film.index.time(70))
    qtbot.waitUntil(lambda: bool(log.failures) and player.settled, timeout=15000)
    assert log.failures[0].endswith(".")
    player.step(1)
    qtbot.waitUntil(lambda: player.settled, timeout=5000)
    assert (player.number, number_in(player.view.image)) == (71, 71)


@pytest.mark.parametrize(("asked", "rate"), [(0.1, 0.25), (0.25, 0.25), (1.5, 1.5), (4.0, 4.0), (9.0, 4.0)])
def test_rates_are_brought_inside(make_player: Callable[..., Player], asked: float, rate: float) -> None:
    player = make_player()
    player.set_rate(asked)
    assert player.rate == rate


def test_a_closed_player_holds_nothing_of_the_film(
    shelf: Callable[..., Playable], make_player: Callable[..., Player], qtbot: QtBot
) -> None:
    film, chance = shelf(), random.Random(2)
    assert isinstance(film.source, CountedSource)
    before = film.source.open_readers
    for _ in range(6):
        player = make_player()
        player.load(film)
        player.play()
        qtbot.wait(chance.choice([0, 10, 80]))
        began = time.monotonic()
        player.close()
        assert time.monotonic() - began < 0.2
        assert player.view.image.isNull()
        assert film.source.open_readers == before


@pytest.mark.vlc
@pytest.mark.parametrize(("container", "codec", "exact"), [("avi", "mpeg4", True), ("ts", "h264", True), ("mp4", "h264", False)])
def test_vlc_is_not_asked_first_where_it_does_not_know_its_place(
    container: str, codec: str, exact: bool, make_player: Callable[..., Player], shelf: Callable[..., Playable], qtbot: QtBot
) -> None:
    """Though it was chosen: in an AVI film it is up to three pictures off, in a cut stream it searches for up to a minute."""
    player = make_player(EngineChoice.VLC)
    film = shelf(container=container, codec=codec, seconds=4, b_frames=0)
    player.load(film)
    qtbot.waitUntil(lambda: player.settled, timeout=10000)
    log = Log(player)
    player.seek(film.index.time(40))
    player.play()
    qtbot.waitUntil(lambda: player.number > 80, timeout=20000)
    assert player._decks.front.exact is exact
    player.pause()
    assert log.failures == []
    if exact:
        assert all(number == seen for _, _, number, seen in log.rows)
