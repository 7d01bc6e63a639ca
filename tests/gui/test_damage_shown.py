"""Where a film is damaged is hatched, said in words, and stepping into it keeps the last good picture with a quiet line."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.screens.film_room import FilmRoom
from app.screens.film_room.seek_bar import SeekBar
from app.theme.tokens import LIGHT
from app.video.player import Player
from app.widgets.timeline.view import TimeLine
from tests.films import FilmShelf
from tests.gui.at_work import AtWork, filled_library, players, work  # noqa: F401
from tests.gui.desk import dressed  # noqa: F401
from tests.work.real_films import TINY
from vig_tool.media.index import damage
from vig_tool.timing import SECOND, FrameIndex, Instant, Span
from vig_tool.work import deriving, importing, playing

FRAMES = np.arange(600, dtype=np.int64) * 33_333
WORDS = "Damaged in places: 0:05–0:06."
HOLE = Span.of_us(5 * SECOND, 6 * SECOND)


def hatched(image: QImage, box: tuple[int, int, int, int]) -> float:
    """Which part of a box is painted in the colour of danger."""
    left, top, right, bottom = box
    colour = QColor(LIGHT.danger)
    places = [(x, y) for x in range(left, right) for y in range(top, bottom)]
    near = sum(
        abs(pixel.red() - colour.red()) + abs(pixel.green() - colour.green()) + abs(pixel.blue() - colour.blue()) < 60
        for pixel in (image.pixelColor(x, y) for x, y in places)
    )
    return near / max(1, len(places))


def shot(widget: QWidget) -> QImage:
    return widget.grab().toImage()


@pytest.fixture
def line(dressed: QApplication, qtbot: QtBot) -> TimeLine:  # noqa: F811
    made = TimeLine()
    qtbot.addWidget(made)
    made.resize(1000, 220)
    made.show_film(Instant(20 * SECOND), frames=FRAMES)
    made.show_waveform(np.full(1000, 0.1, np.float32))
    made.show()
    return made


def _box(line: TimeLine, span: Span) -> tuple[int, int, int, int]:
    rows = line.rows()
    left = rows.track.left()
    return (
        round(left + line.scale.x(span.start)) + 1,
        round(rows.waveform.top()) + 1,
        round(left + line.scale.x(span.end)) - 1,
        round(rows.waveform.bottom()) - 3,
    )


def test_the_time_line_hatches_the_stretch_and_nothing_else(line: TimeLine) -> None:
    before, after = Span.of_us(3 * SECOND, 4 * SECOND), Span.of_us(7 * SECOND, 8 * SECOND)
    assert hatched(shot(line), _box(line, HOLE)) == 0
    line.show_damage((HOLE,), WORDS)
    part = hatched(shot(line), _box(line, HOLE))
    assert 0.05 < part < 0.6, "lines with room between them"
    assert hatched(shot(line), _box(line, before)) == 0
    assert hatched(shot(line), _box(line, after)) == 0
    line.show_film(Instant(20 * SECOND), frames=FRAMES)
    line.show_waveform(np.full(1000, 0.1, np.float32))
    assert hatched(shot(line), _box(line, HOLE)) == 0


def test_the_hatch_moves_with_the_zoom_and_is_never_too_narrow(line: TimeLine) -> None:
    line.show_film(Instant(3600 * SECOND))
    line.show_waveform(np.full(1000, 0.1, np.float32))
    line.show_damage((HOLE,), WORDS)
    rows = line.rows()
    left = round(rows.track.left() + line.scale.x(HOLE.start))
    assert hatched(shot(line), (left, round(rows.waveform.top()), left + 4, round(rows.waveform.bottom()))) > 0.1


def test_it_is_said_in_words(line: TimeLine) -> None:
    line.show_damage((HOLE,), WORDS)
    left, top, right, bottom = _box(line, HOLE)
    assert line._tip(QPoint((left + right) // 2, (top + bottom) // 2).toPointF()) == WORDS
    assert line._tip(QPoint(right + 60, (top + bottom) // 2).toPointF()) == ""
    assert WORDS in line.accessibleDescription()


def test_the_seek_bar_hatches_it_too(dressed: QApplication, qtbot: QtBot) -> None:  # noqa: F811
    bar = SeekBar()
    qtbot.addWidget(bar)
    bar.resize(816, 32)
    bar.set_length(20 * SECOND)
    bar.show()
    box = (8 + 200 + 1, 9, 8 + 240 - 1, 13)
    assert hatched(shot(bar), box) == 0
    bar.show_damage((HOLE,), WORDS)
    assert hatched(shot(bar), box) > 0.1
    assert (bar.toolTip(), bar.accessibleDescription()) == (WORDS, WORDS)


def broken(path: Path, index: FrameIndex, numbers: range) -> bytes:
    """The film with the bytes of some pictures spoilt, found by their place in the file's order."""
    import av

    data = bytearray(path.read_bytes())
    with av.open(str(path)) as film:
        packets = [packet for packet in film.demux(video=0) if packet.size]
        for number in numbers:
            packet = packets[number]
            assert packet.pos is not None
            data[packet.pos + 8 : packet.pos + packet.size] = b"\x5a" * (packet.size - 8)
    assert len(index) == len(packets)
    return bytes(data)


def test_stepping_into_damage_keeps_the_last_good_picture_with_a_quiet_line(
    work: AtWork, films: FilmShelf, players: Callable[[], Player], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:
    made = films.film(replace(TINY, seconds=6, rate=10, gop=10))
    data = io.BytesIO(made.path.read_bytes())
    recording = importing.take_in_made(work.lib, data, cycle_id=work.cycle, name="IMG_2.MOV").id
    index = playing.open_film(work.lib, recording).index
    hole = Span(index.time(30), index.time(40))
    monkeypatch.setattr(damage, "find_damage", lambda *_given: (hole,))
    deriving.make_all(work.lib)
    assert playing.damaged(work.lib, recording) == (hole,)
    card = importing.recording_card(work.lib, recording)
    assert card.said[-1] == "Damaged in places: 0:03–0:04."
    room = FilmRoom(work.desk, players)
    qtbot.addWidget(room)
    room.resize(1300, 720)
    room.show()
    room.enter(replace(work.where, recording=recording))
    stage = room.stage
    qtbot.waitUntil(lambda: "0:03" in stage.line.accessibleDescription(), timeout=10000)
    assert stage.transport.bar.toolTip() == "Damaged in places: 0:03–0:04."
    stage.seek(index.time(29))
    qtbot.waitUntil(lambda: stage.player is not None and stage.player.settled, timeout=10000)
    assert stage.player is not None
    stage.player.failed.emit("One picture of this film cannot be read.")
    assert work.said.lines == ["The film is damaged here: the last good picture stays. Go on to see what comes after."]
    stage.seek(index.time(5))
    qtbot.waitUntil(lambda: stage.player is not None and stage.player.settled, timeout=10000)
    stage.player.failed.emit("One picture of this film cannot be read.")
    assert work.said.lines[-1] == "One picture of this film cannot be read."
    room.leave()


def test_real_damage_is_found_in_the_background(work: AtWork, films: FilmShelf) -> None:  # noqa: F811
    made = films.film(replace(TINY, seconds=6, rate=10, gop=10, width=320, height=180))
    plain = importing.take_in_made(work.lib, io.BytesIO(made.path.read_bytes()), cycle_id=work.cycle, name="IMG_3.MOV").id
    index = playing.open_film(work.lib, plain).index
    importing.remove_recording(work.lib, plain)
    data = io.BytesIO(broken(made.path, index, range(31, 36)))
    recording = importing.take_in_made(work.lib, data, cycle_id=work.cycle, name="IMG_4.MOV").id
    deriving.make_all(work.lib)
    spans = playing.damaged(work.lib, recording)
    assert spans
    assert 2_500_000 <= spans[0].start.us <= 3_200_000
    assert spans[-1].end.us <= 4_100_000
    assert importing.recording_card(work.lib, recording).said[-1].startswith("Damaged in places: 0:0")
