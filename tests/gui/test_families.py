"""Families: adding, correcting, films dropped and taken in, moved, removed; each next step leads to its room."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.intake import Intake
from app.rooms import Desk, RoomId, Where
from app.screens.families.phrases import read_date, today
from app.screens.families.room import FamiliesRoom
from app.screens.families.tag_words import tag_words
from app.widgets.plain import Words
from tests.chunk_films import write_part
from tests.films import SMALL, FilmShelf
from tests.gui.desk import Heard
from tests.gui.desk import desk as desk
from tests.gui.desk import dressed as dressed
from vig_tool.errors import BadInput, NotThere
from vig_tool.timing import Span
from vig_tool.work import clips, families, history, importing
from vig_tool.work.changes import Changes


class Led:
    """Where the room asked to go; families' places are entered at once, as the shell does."""

    def __init__(self, room: FamiliesRoom) -> None:
        self.to: list[tuple[RoomId, Where]] = []
        self._room = room
        room.go.connect(self._go)

    def _go(self, to: RoomId, where: Where) -> None:
        self.to.append((to, where))
        if to is RoomId.FAMILIES:
            self._room.enter(where)


@pytest.fixture
def room(desk: Desk, qtbot: QtBot) -> FamiliesRoom:
    made = FamiliesRoom(desk, Intake(desk))
    qtbot.addWidget(made)
    made.resize(1300, 720)
    made.show()
    made.enter(Where())
    return made


def _loaded(room: FamiliesRoom, qtbot: QtBot) -> None:
    """What changed elsewhere is loaded in a turn of the event loop of its own."""
    qtbot.waitUntil(lambda: not room._anew.isActive())


def _with_cycle(room: FamiliesRoom, led: Led) -> families.FamilyPage:
    room.add_family("F014")
    room.add_cycle("What helps him feel close to me?")
    return families.family_page(room.desk.library, led.to[-1][1].family or families.find_family(room.desk.library, "F014"))


def _take_in(room: FamiliesRoom, qtbot: QtBot, cycle: families.CycleCard, film: Path) -> None:
    column = next(column for column in room.view.columns if column.card.id == cycle.id)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(film))])
    with qtbot.waitSignal(room._intake.ended, timeout=60_000):
        column.dropEvent(
            QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        )
        assert any("on their way" in words or "on its way" in words for words in _words(room))
    qtbot.waitUntil(lambda: not room.desk.tasks.running, timeout=20_000)


def _words(room: FamiliesRoom) -> list[str]:
    return [words.words for words in room.findChildren(Words) if not words.isHidden()]


def test_an_empty_library_teaches_the_first_step(room: FamiliesRoom, desk: Desk) -> None:
    assert room.start.nothing.isVisible()
    assert room.start.nothing.button is not None
    led = Led(room)
    room.start.nothing.button.click()
    QTest.keyClicks(room.start.form.code.edit, "F014")
    QTest.keyClick(room.start.form.code.edit, Qt.Key.Key_Return)
    assert [card.code for card in families.list_families(desk.library)] == ["F014"]
    assert led.to[-1] == (RoomId.FAMILIES, Where(family=families.find_family(desk.library, "F014")))
    assert room.view.code.words == "F014"


def test_a_code_that_is_taken_is_said_at_its_field(room: FamiliesRoom) -> None:
    led = Led(room)
    _with_cycle(room, led)
    room.enter(Where())
    room.start.begin_family()
    room.add_family("f014")
    assert room.start.form.code.line.isVisible()
    assert room.start.form.code.line.words


def test_the_next_cycle_begins_with_its_question(room: FamiliesRoom, desk: Desk) -> None:
    led = Led(room)
    room.add_family("F014")
    form = room.view.next_cycle
    assert form is not None
    form.begin.click()
    assert form.question.line.words
    QTest.keyClicks(form.question.edit, "How do I wait?")
    QTest.keyClick(form.question.edit, Qt.Key.Key_Return)
    family = led.to[-1][1].family
    assert family is not None
    assert [cycle.question for cycle in families.family_page(desk.library, family).cycles] == ["How do I wait?"]
    assert room.view.next_cycle is not None
    assert room.view.next_cycle.question.text == ""


def test_what_is_the_same_stays_as_it_is(room: FamiliesRoom, desk: Desk) -> None:
    """No column is made anew but the one that changed, and what is being written stays."""
    page = _with_cycle(room, Led(room))
    room.add_cycle("How do I wait?")
    form = room.view.next_cycle
    assert form is not None
    QTest.keyClicks(form.question.edit, "What next")
    first, second = room.view.columns
    room.enter(Where(family=page.id))
    assert room.view.columns == (first, second)
    families.correct_cycle(desk.library, second.card.id, question="How do I follow?", filmed_on=None, reviewed_on=None)
    room.enter(Where(family=page.id))
    assert room.view.columns[0] is first
    assert room.view.columns[1] is not second
    assert [room.view._cycles.indexOf(part) for part in (*room.view.columns, form)] == [0, 1, 2]
    assert room.view._cycles.count() == 4  # and the stretch
    assert second.isHidden()
    assert room.view.next_cycle is form
    assert form.question.text == "What next"


def test_family_and_cycle_can_be_corrected(room: FamiliesRoom, desk: Desk) -> None:
    page = _with_cycle(room, Led(room))
    room.view.correct.click()
    room.view.family_form.code.set_text("F015")
    room.view.family_form.started.set_text("4.9.2026")
    room.view.family_form.done.click()
    room.view.columns[0].correct.click()
    form = room.view.cycle_form
    form.question.set_text("What helps her?")
    form.filmed.set_text("someday")
    form.done.click()
    assert "date" in form.filmed.line.words
    form.filmed.set_text("2026-09-07")
    form.done.click()
    corrected = families.family_page(desk.library, page.id)
    assert (corrected.code, corrected.started) == ("F015", date(2026, 9, 4))
    assert (corrected.cycles[0].question, corrected.cycles[0].filmed_on) == ("What helps her?", date(2026, 9, 7))
    assert form.isHidden()


def test_a_dropped_film_is_taken_in_and_said(room: FamiliesRoom, desk: Desk, qtbot: QtBot, films: FilmShelf) -> None:
    heard, page = Heard(desk.notices), _with_cycle(room, Led(room))
    film = films.film(SMALL).path
    _take_in(room, qtbot, page.cycles[0], film)
    assert len(room.view.columns[0].rows) == 1
    assert "sealed" in heard.words
    assert film.exists()
    _take_in(room, qtbot, page.cycles[0], film)
    assert "already" in heard.words
    assert len(importing.list_recordings(desk.library)) == 1


def test_what_is_no_film_is_refused_with_a_sentence(room: FamiliesRoom, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    heard, page = Heard(desk.notices), _with_cycle(room, Led(room))
    letter = tmp_path / "letter.mp4"
    letter.write_text("Dear colleague")
    _take_in(room, qtbot, page.cycles[0], letter)
    tone, sentence, advice = heard.lines[-1]
    assert tone == "trouble"
    assert "Nothing was taken in" in sentence
    assert "letter.mp4" in advice
    assert str(tmp_path) not in heard.words


def test_a_film_can_be_moved_given_another_role_and_removed(room: FamiliesRoom, desk: Desk, qtbot: QtBot, films: FilmShelf) -> None:
    led = Led(room)
    page = _with_cycle(room, led)
    _take_in(room, qtbot, page.cycles[0], films.film(SMALL).path)
    room.add_cycle("A second question")
    row = room.view.columns[0].rows[0]
    actions = {action.text(): action for action in row.menu().actions()}
    actions["Move to cycle 2"].trigger()
    assert [len(column.rows) for column in room.view.columns] == [0, 1]
    row = room.view.columns[1].rows[0]
    next(action for action in row.menu().actions() if "of the review" in action.text()).trigger()
    assert room.view.columns[1].rows[0].film.role == "review"
    row = room.view.columns[1].rows[0]
    next(action for action in row.menu().actions() if "Remove" in action.text()).trigger()
    assert room.view.confirm.isVisible()
    room.view.confirm.no.click()
    assert len(importing.list_recordings(desk.library)) == 1
    row.remove_asked.emit(row.film)
    with qtbot.waitSignal(desk.tasks.ended, timeout=10_000):
        room.view.confirm.yes.click()
    assert importing.list_recordings(desk.library) == []
    assert [len(column.rows) for column in room.view.columns] == [0, 0]


def test_each_next_step_leads_to_its_room(
    room: FamiliesRoom, desk: Desk, qtbot: QtBot, films: FilmShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    led = Led(room)
    page = _with_cycle(room, led)
    film = films.film(SMALL).path
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(film)], ""))
    button = room.view.columns[0].next
    assert button is not None
    with qtbot.waitSignal(room._intake.ended, timeout=60_000):
        button.click()
    recording = importing.list_recordings(desk.library)[0]
    button = room.view.columns[0].next
    assert button is not None
    button.click()
    here = Where(family=page.id, cycle=page.cycles[0].id, recording=recording.id)
    assert led.to[-1] == (RoomId.FILM_ROOM, here)
    clips.add_clip(desk.library, recording.id, span=Span.of_us(0, 1_000_000))
    room.enter(Where())
    line = [words for words in _words(room) if "Prepare the review" in words]
    assert line
    room.start.step_chosen.emit(room._next_steps(families.list_families(desk.library))[0])
    assert led.to[-1] == (RoomId.REVIEW, here)


def test_it_reloads_when_something_changed_elsewhere(room: FamiliesRoom, desk: Desk, qtbot: QtBot) -> None:
    page = _with_cycle(room, Led(room))
    done = families.add_cycle(desk.library, page.id, question="From elsewhere")
    desk.announcer.announce(done.changes, desk.tasks)
    _loaded(room, qtbot)
    assert len(room.view.columns) == 2
    desk.announcer.announce(Changes(frozenset({"setting"})), desk.tasks)
    _loaded(room, qtbot)
    assert len(room.view.columns) == 2


def test_what_the_camera_wrote_is_seen_on_request_and_goes_again(room: FamiliesRoom, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    led = Led(room)
    page = _with_cycle(room, led)
    tags = {
        "com.apple.quicktime.location.ISO6709": "+51.5237-000.1585+030.000/",
        "com.apple.quicktime.model": "Samplephone 7",
        "com.apple.quicktime.author": "Wilhelmina Quist",
        "odd": "as it is & <b>plain</b>",
    }
    _take_in(room, qtbot, page.cycles[0], write_part(tmp_path / "visit.mov", range(25), tags=tags))
    panel = room.view.original
    assert panel.isHidden()
    row = room.view.columns[0].rows[0]
    action = next(action for action in row.menu().actions() if action.text() == "What the camera wrote")
    action.trigger()
    qtbot.waitUntil(panel.isVisible, timeout=10_000)
    said = _words(room)
    assert {"visit.mov", "51.5237° north, 0.1585° west, 30 m high", "Samplephone 7", "Wilhelmina Quist"} <= set(said)
    assert {"Place", "Device", "Person", "Odd", "as it is & <b>plain</b>"} <= set(said)
    assert any("Kept sealed" in words for words in said)
    room.setFocus()
    QTest.keyClick(room, Qt.Key.Key_Escape)
    assert panel.isHidden()
    qtbot.waitUntil(lambda: "Wilhelmina Quist" not in {words.words for words in panel.findChildren(Words)}, timeout=2000)
    action = next(action for action in row.menu().actions() if action.text() == "What the camera wrote")
    action.trigger()
    room.enter(Where())  # gone elsewhere before it was read
    qtbot.waitUntil(lambda: not desk.tasks.running, timeout=10_000)
    assert panel.isHidden()


def test_a_film_of_which_the_camera_wrote_nothing_says_so(room: FamiliesRoom, qtbot: QtBot, films: FilmShelf) -> None:
    page = _with_cycle(room, Led(room))
    _take_in(room, qtbot, page.cycles[0], films.film(SMALL).path)
    room.view.columns[0].rows[0].original_asked.emit(room.view.columns[0].rows[0].film.id)
    qtbot.waitUntil(room.view.original.isVisible, timeout=10_000)
    assert any("wrote nothing about place" in words for words in _words(room))
    room.view.original.close_it.click()
    assert not room.view.has_form


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("location", "+48.2082+016.3738/", ("Place", "48.2082° north, 16.3738° east")),
        ("location", "-33.8688-151.2093-012.500CRSWGS_84/", ("Place", "33.8688° south, 151.2093° west, -12.5 m high")),
        ("location", "by the lake", ("Place", "by the lake")),
        ("com.apple.quicktime.creationdate", "2026-05-03T16:05:10+0200", ("Filmed", "3 May 2026, 16:05")),
        ("creation_time", "2026-05-03T14:05:10.000000Z", ("Written", "3 May 2026, 14:05, world time")),
        ("creation_time", "2026-99-03T14:05:10Z", ("Written", "2026-99-03T14:05:10Z")),
        ("com.android.version", "15", ("Android", "15")),
        ("com.apple.quicktime.camera.lens_model", "wide", ("Camera lens model", "wide")),
        ("ARTIST", "W. Quist", ("Person", "W. Quist")),
    ],
)
def test_tags_are_said_in_plain_words(name: str, value: str, said: tuple[str, str]) -> None:
    assert tag_words(name, value) == said


def test_escape_puts_the_form_away_before_it_leaves(room: FamiliesRoom, qtbot: QtBot) -> None:
    led = Led(room)
    _with_cycle(room, led)
    room.view.correct.click()
    room.activateWindow()
    qtbot.waitUntil(room.view.family_form.code.edit.hasFocus)
    before = len(led.to)
    QTest.keyClick(room.view.family_form.code.edit, Qt.Key.Key_Escape)
    assert room.view.family_form.isHidden()
    assert len(led.to) == before
    room.setFocus()
    QTest.keyClick(room, Qt.Key.Key_Escape)
    assert led.to[-1] == (RoomId.FAMILIES, Where())


def test_people_and_their_consents(room: FamiliesRoom, desk: Desk) -> None:
    page = _with_cycle(room, Led(room))
    room.view.people_shown.click()
    people = room.view.people
    assert not people.isHidden()
    people.name.entered.emit()
    assert people.name.line.words
    QTest.keyClicks(people.name.edit, "Mother")
    QTest.keyClick(people.name.edit, Qt.Key.Key_Return)
    person = families.family_page(desk.library, page.id).people[0]
    assert (person.role, person.name) == ("parent", "Mother")
    people.ticks[(person.id, "film")].click()
    consents = families.family_page(desk.library, page.id).consents
    assert [(one.scope, one.given, one.withdrawn) for one in consents] == [("film", today(), None)]
    assert people.ticks[(person.id, "film")].isChecked()
    people.ticks[(person.id, "film")].click()
    assert families.family_page(desk.library, page.id).consents[0].withdrawn == today()
    assert not people.ticks[(person.id, "film")].isChecked()
    room.remove_person(person.id)
    assert families.family_page(desk.library, page.id).people == ()


def test_a_cycle_taken_back_is_gone_from_the_page(room: FamiliesRoom, desk: Desk, qtbot: QtBot) -> None:
    page = _with_cycle(room, Led(room))
    room.add_cycle("A second question")
    assert len(room.view.columns) == 2
    desk.announcer.announce(history.undo(desk.library, page.id).changes, desk.tasks)
    _loaded(room, qtbot)
    assert len(room.view.columns) == 1


def test_a_family_that_is_gone_leads_to_the_start_page(
    room: FamiliesRoom, desk: Desk, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    page = _with_cycle(room, Led(room))

    def gone(*_: object) -> None:
        raise NotThere("There is no such family.")

    monkeypatch.setattr(families, "family_page", gone)
    monkeypatch.setattr(families, "list_families", lambda _library: [])
    desk.announcer.announce(Changes(frozenset({"family"}), frozenset({page.id})), desk.tasks)
    _loaded(room, qtbot)
    assert room.start.isVisible()


def test_the_record_of_strengths_is_written_where_asked(
    room: FamiliesRoom, desk: Desk, qtbot: QtBot, films: FilmShelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = _with_cycle(room, Led(room))
    _take_in(room, qtbot, page.cycles[0], films.film(SMALL).path)
    recording = importing.list_recordings(desk.library)[0]
    clips.add_clip(desk.library, recording.id, span=Span.of_us(0, 1_000_000))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "record"), ""))
    with qtbot.waitSignal(desk.tasks.ended, timeout=20_000):
        room.view.strengths.click()
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF")


def test_dates_are_read_as_people_write_them() -> None:
    assert read_date("2026-09-04") == read_date("4.9.2026") == read_date(" 04/09/2026 ") == date(2026, 9, 4)
    assert read_date("") is None
    for wrong in ("31.2.2026", "soon", "2026-13-01"):
        with pytest.raises(BadInput):
            read_date(wrong)
