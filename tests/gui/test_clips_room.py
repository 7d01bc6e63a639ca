"""The clips room with a real library and film: order, ends exact to the picture, playing, saving."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.rooms import RoomId, Where
from app.screens.clips import ClipsRoom
from app.screens.clips.saving import How, SaveHow
from app.theme.stylesheet import apply_theme
from app.theme.theme import Theme, theme_of
from app.theme.tokens import Size, Space, Text
from app.video.player import Player
from tests.gui.at_work import AtWork
from tests.gui.at_work import filled_library as filled_library
from tests.gui.at_work import players as players
from tests.gui.at_work import work as work
from tests.gui.desk import dressed as dressed
from tests.gui.playable import number_in
from vig_tool.errors import Refused
from vig_tool.media.sample import read_barcode
from vig_tool.timing import Span
from vig_tool.work import clips, exporting, tagging
from vig_tool.work.clips import Clip
from vig_tool.work.export_choice import Choice

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def three(work: AtWork) -> list[Clip]:
    """Pictures 10–39, 60–74, 120–149."""
    spans = [(10, 40), (60, 75), (120, 150)]
    return [
        clips.add_clip(work.lib, work.recording, span=Span(work.time(first), work.time(last)), title=f"title {place}").value
        for place, (first, last) in enumerate(spans)
    ]


class Asked:
    """Answers where an export should go."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []

    def __call__(self, _parent: object, _title: str, name: str) -> Path | None:
        self.names.append(name)
        return self.folder / name


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    return Asked(tmp_path)


@pytest.fixture
def room(work: AtWork, three: list[Clip], players: Callable[[], Player], asked: Asked, qtbot: QtBot) -> Iterator[ClipsRoom]:
    room = ClipsRoom(work.desk, players, ask=asked)
    qtbot.addWidget(room)
    room.resize(1300, 720)
    room.show()
    room.enter(work.where)
    room.setFocus()
    yield room
    room.leave()


def titles(room: ClipsRoom) -> list[str]:
    assert room.table is not None
    return [clip.title for clip in room.table.clips]


def picture_number(image: QImage) -> int:
    return -1 if image.isNull() else number_in(image)


def test_cards_ends_and_meter(room: ClipsRoom, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: [picture_number(card.picture.image) for card in room.strip.cards] == [10, 60, 120], timeout=10000)
    assert picture_number(room.trimming.first.picture.image) == 10
    assert picture_number(room.trimming.last.picture.image) == 39
    assert room.meter.accessibleName().startswith("3 of 4")
    assert [card.length.words for card in room.strip.cards] == ["1.0 s", "0.5 s", "1.0 s"]


def test_a_card_shows_the_best_picture_of_its_moment(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    moment = work.mark(20, 40)
    clips.clip_from_moment(work.lib, moment.id)
    tagging.set_still(work.lib, moment.id, work.time(33))
    room.enter(work.where)
    qtbot.waitUntil(lambda: [picture_number(card.picture.image) for card in room.strip.cards] == [10, 60, 120, 33], timeout=10000)


def test_ends_are_moved_picture_by_picture(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_Period)
    QTest.keyClick(room, Key.Key_Period)
    QTest.keyClick(room, Key.Key_Comma)
    QTest.keyClick(room, Key.Key_Comma, Ctrl)
    QTest.mouseClick(room.trimming.last.earlier, Qt.MouseButton.LeftButton)
    assert work.index.numbers(clips.list_clips(work.lib, work.cycle)[0].span) == range(11, 38)
    qtbot.waitUntil(lambda: picture_number(room.trimming.first.picture.image) == 11, timeout=10000)
    qtbot.waitUntil(lambda: picture_number(room.trimming.last.picture.image) == 37, timeout=10000)


def test_an_end_cannot_pass_the_other(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    room.nudge(end=-29)
    before = clips.list_clips(work.lib, work.cycle)[0].span
    assert work.index.numbers(before) == range(10, 11)
    QTest.keyClick(room, Key.Key_Comma, Ctrl)
    assert clips.list_clips(work.lib, work.cycle)[0].span == before
    assert work.said.lines


def test_order_by_dragging_and_by_keys(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    room.strip.drop(0, 3)
    assert titles(room) == ["title 1", "title 2", "title 0"]
    QTest.keyClick(room, Key.Key_Left, Ctrl)
    assert titles(room) == ["title 1", "title 0", "title 2"]
    assert [clip.title for clip in clips.list_clips(work.lib, work.cycle)] == titles(room)
    QTest.keyClick(room, Key.Key_Right)
    assert room.table is not None
    assert room.table.place == 2
    QTest.mouseClick(room.strip.cards[0], Qt.MouseButton.LeftButton)
    assert room.table.place == 0


def test_taken_out_and_put_back(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_Delete)
    assert titles(room) == ["title 1", "title 2"]
    work.said.offers[-1][2]()
    assert titles(room) == ["title 0", "title 1", "title 2"]


def test_a_title_is_kept_as_it_is_typed(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_F2)
    room.side.title.selectAll()
    QTest.keyClicks(room.side.title, "He looks up")
    room.leave()
    assert clips.list_clips(work.lib, work.cycle)[0].title == "He looks up"


def test_too_many_is_only_said(room: ClipsRoom, work: AtWork) -> None:
    for first in (80, 90):
        clips.add_clip(work.lib, work.recording, span=Span(work.time(first), work.time(first + 5)))
    room.enter(work.where)
    assert len(room.strip.cards) == 5
    assert room.meter.accessibleName().startswith("5 of 4")


def test_one_clip_plays_and_its_ends_come_back(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_Right)  # the short one
    QTest.keyClick(room, Key.Key_Space)
    assert room.clip_player.playing_clip
    with qtbot.waitSignal(room.clip_player.ended, timeout=10000):
        pass
    assert room.pages.currentWidget() is room.trimming


def test_all_play_as_the_parent_will_see_them(room: ClipsRoom, work: AtWork, qtbot: QtBot) -> None:
    hidden = tagging.add_moment(work.lib, work.recording, span=Span(work.time(130), work.time(135)), private=True)
    assert hidden.value.private
    room.play_reel()
    window = room.reel.window
    assert window is not None
    assert window.card.question.words == "“What helps him feel close to me?”"
    seen: set[int] = set()
    player = room.reel._player
    assert player is not None
    player.shown.connect(lambda _at, _number: seen.add(number_in(player.view.image)))
    QTest.keyClick(window, Key.Key_Space)  # on from the question
    with qtbot.waitSignal(window.closed, timeout=15000):
        pass
    assert seen
    assert seen <= {*range(10, 40), *range(60, 75)}, "a picture was shown that nobody chose, or a private one"
    assert {10, 39, 60, 74} <= seen
    assert room.reel.window is None


def test_a_clip_is_saved_where_asked(room: ClipsRoom, work: AtWork, asked: Asked, qtbot: QtBot) -> None:
    QTest.keyClick(room, Key.Key_Right)
    QTest.keyClick(room, Key.Key_E, Ctrl)
    assert asked.names == []
    agree(room)
    qtbot.waitUntil(lambda: bool(work.said.lines), timeout=60000)
    out = asked.folder / "clip 2.mp4"
    assert "clip 2.mp4" in work.said.lines[-1]
    from vig_tool.media.facts import FilmFacts
    from vig_tool.media.index.indexing import make_index
    from vig_tool.media.intake.probe import probe
    from vig_tool.media.pictures.frames import FrameReader
    from vig_tool.media.source import PlainFile

    facts: FilmFacts = probe(PlainFile(out))
    index = make_index(PlainFile(out), facts)
    with FrameReader(PlainFile(out), facts, index) as reader:
        assert [read_barcode(picture.rgb) for picture in reader.pictures(range(len(index)))] == list(range(60, 75))


def question(room: ClipsRoom) -> SaveHow:
    asking = room._exports.asking
    assert asking is not None
    return asking


def agree(room: ClipsRoom) -> None:
    """Answers what the film is for as it stands there."""
    QTest.mouseClick(question(room).go, Qt.MouseButton.LeftButton)


def test_what_a_film_is_for_is_asked_first(
    room: ClipsRoom, work: AtWork, asked: Asked, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[tuple[object, object]] = []

    def export(_lib: object, _clip: object, *, out: Path, choice: object, level_sound: object, job: object) -> object:
        wanted.append((choice, level_sound))
        raise Refused("Not in this test.")

    monkeypatch.setattr(exporting, "export_clip", export)
    room.export_clip()
    asking = question(room)
    assert asking.rows[Choice.PHONE].isChecked()
    assert not asking.level.isChecked()
    QTest.keyClick(asking, Key.Key_Escape)
    assert asked.names == []
    room.export_clip()
    asking = question(room)
    QTest.mouseClick(asking.rows[Choice.SMALL], Qt.MouseButton.LeftButton)
    QTest.mouseClick(asking.level, Qt.MouseButton.LeftButton)
    QTest.keyClick(asking, Key.Key_Return)
    qtbot.waitUntil(lambda: not work.desk.tasks.busy, timeout=20000)
    assert wanted == [(Choice.SMALL, True)]
    room.export_clip()
    assert question(room).how == How(Choice.SMALL, level_sound=True)  # the last answer stands ready
    question(room).reject()


def test_arrows_go_through_the_choices(dressed: QApplication, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    asking = SaveHow(parent, title="Save", before=How(), done=lambda how: how)
    asking.open()
    QTest.keyClick(asking.rows[Choice.PHONE], Key.Key_Down)
    assert asking.how == How(Choice.BEST)
    QTest.keyClick(asking.rows[Choice.BEST], Key.Key_Up)
    QTest.keyClick(asking.rows[Choice.PHONE], Key.Key_Up)
    assert asking.how == How(Choice.SMALL)
    asking.reject()


def test_return_on_the_tick_answers_and_does_not_untick(dressed: QApplication, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    answers: list[How] = []
    asking = SaveHow(parent, title="Save", before=How(), done=answers.append)
    asking.open()
    QTest.keyClick(asking.level, Key.Key_Space)
    QTest.keyClick(asking.level, Key.Key_Return)
    assert answers == [How(Choice.PHONE, level_sound=True)]


@pytest.mark.parametrize("scale", [100, 200])
def test_no_word_of_the_question_is_cut_off(dressed: QApplication, qtbot: QtBot, scale: int) -> None:
    apply_theme(dressed, Theme(scale=scale))
    try:
        parent = QWidget()
        qtbot.addWidget(parent)
        asking = SaveHow(parent, title="Save", before=How(), done=lambda how: how)
        asking.open()
        for choice, row in asking.rows.items():
            space = row.width() - theme_of(row).px(Space.LARGE + Size.ICON + Space.MEDIUM * 2)
            for font, words in ((Text.BODY, choice.words), (Text.SMALL, choice.explanation)):
                wide = QFontMetrics(theme_of(row).font(font, bold=font is Text.BODY)).horizontalAdvance(words)
                assert wide <= space, words
        asking.reject()
    finally:
        apply_theme(dressed, Theme())


def test_saving_can_be_stopped_and_leaves_nothing(room: ClipsRoom, work: AtWork, asked: Asked, qtbot: QtBot) -> None:
    import_module("moviepy")  # else it is loaded beside the export, and nobody waits for that
    room.export_reel()
    agree(room)
    [task] = work.desk.tasks.busy
    task.cancel()
    qtbot.waitUntil(lambda: not work.desk.tasks.busy, timeout=20000)
    assert asked.names == ["review.mp4"]
    assert [path.name for path in asked.folder.iterdir() if "review" in path.name] == []


def test_a_first_picture_as_a_still(room: ClipsRoom, work: AtWork, asked: Asked, qtbot: QtBot) -> None:
    room.export_still()
    qtbot.waitUntil(lambda: not work.desk.tasks.running, timeout=10_000)
    assert number_in(QImage(str(asked.folder / "clip 1.png"))) == 10


def test_without_clips_it_says_how(work: AtWork, players: Callable[[], Player], qtbot: QtBot) -> None:
    room = ClipsRoom(work.desk, players)
    qtbot.addWidget(room)
    room.enter(work.where)
    button = room.nothing.button
    assert button is not None
    with qtbot.waitSignal(room.go) as gone:
        button.click()
    assert gone.args == [RoomId.FILM_ROOM, Where(work.family, work.cycle, work.recording)]
