"""Settings count at once; the passphrase is changed and the library checked off the UI thread."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.announce import Announcer
from app.notices import Notices
from app.rooms import Desk, Where
from app.screens.settings.room import SettingsRoom
from app.tasks import Tasks
from tests.gui.desk import PASSPHRASE, Heard
from tests.gui.desk import desk as desk
from tests.gui.desk import dressed as dressed
from vig_tool.errors import LibraryRefused
from vig_tool.work import exporting, opening, settings

MISSING = "VLC is not on this computer."


@pytest.fixture
def room(desk: Desk, qtbot: QtBot) -> SettingsRoom:
    made = SettingsRoom(desk, None)
    qtbot.addWidget(made)
    made.resize(1300, 720)
    made.show()
    made.enter(Where())
    qtbot.waitUntil(lambda: not desk.tasks.running, timeout=5000)  # what the prepared films take is measured
    return made


def test_choices_are_kept_and_announced_at_once(room: SettingsRoom, desk: Desk) -> None:
    heard: list[object] = []
    desk.announcer.changed.connect(lambda changes, _who: heard.append(changes))
    room.looks.theme.buttons["dark"].click()
    room.looks.scale.buttons["130"].click()
    room.playing.engine.buttons["vlc"].click()
    room.playing.memory.buttons["600"].click()
    kept = settings.read_settings(desk.library)
    assert (kept.theme, kept.text_scale, kept.engine, kept.stepper_mb) == ("dark", 130, "vlc", 600)
    assert len(heard) == 4


def test_without_vlc_it_says_so_and_cannot_be_chosen(desk: Desk, qtbot: QtBot) -> None:
    from app.widgets.plain import Words

    room = SettingsRoom(desk, MISSING)
    qtbot.addWidget(room)
    assert not room.playing.engine.buttons["vlc"].isEnabled()
    assert MISSING in {words.words for words in room.findChildren(Words)}


def test_the_passphrase_is_changed(room: SettingsRoom, desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    heard, section = Heard(desk.notices), room.way_in.passphrase
    section.old.set_text("not this one at all")
    section.new.set_text("a passphrase quite new")
    section.again.set_text("another one")
    section.change.click()
    assert "match" in section.again.line.words
    section.again.set_text("a passphrase quite new")
    with qtbot.waitSignal(desk.tasks.ended, timeout=5000):
        section.change.click()
    assert section.old.line.property("tone") == "danger"
    section.old.set_text(PASSPHRASE)
    with qtbot.waitSignal(desk.tasks.ended, timeout=5000):
        section.change.click()
    assert "changed" in heard.words
    assert section.old.text == section.new.text == ""
    desk.library.close()
    with pytest.raises(LibraryRefused):
        opening.open_library(tmp_path / "library", PASSPHRASE)
    opening.open_library(tmp_path / "library", "a passphrase quite new").close()


def test_a_new_recovery_code_is_shown_once_and_shuts_out_the_old_one(
    room: SettingsRoom, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    heard, section = Heard(desk.notices), room.way_in.recovery
    section.begin.click()
    section.passphrase.set_text("not this one at all")
    with qtbot.waitSignal(desk.tasks.ended, timeout=5000):
        section.go.click()
    assert section.passphrase.line.property("tone") == "danger"
    assert section.sheet.isHidden()
    section.passphrase.set_text(PASSPHRASE)
    with qtbot.waitSignal(desk.tasks.ended, timeout=5000):
        section.go.click()
    assert section.sheet.isVisible()
    code = section.sheet.code.words.replace("\n", "")
    room.leave()
    assert section.passphrase.text == ""
    assert section.sheet.code.words  # going elsewhere before it is written down loses nothing
    assert not section.sheet.go.isEnabled()
    section.sheet.written.click()
    section.sheet.go.click()
    assert section.sheet.isHidden()
    assert section.sheet.code.words == ""
    assert "recovery code" in heard.words
    desk.library.close()
    again = "a passphrase quite new"
    opening.open_with_recovery(tmp_path / "library", code, new_passphrase=again).close()


def test_a_second_thought_keeps_the_old_code(room: SettingsRoom) -> None:
    section = room.way_in.recovery
    section.begin.click()
    section.passphrase.set_text(PASSPHRASE)
    section.keep.click()
    assert section.passphrase.text == ""
    assert section.passphrase.isHidden()
    assert section.begin.isVisible()


def test_the_practice_library_has_no_way_in_to_change(dressed: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    library = opening.create_library(tmp_path / "practice", opening.PRACTICE_PASSPHRASE, practice=True).library
    room = SettingsRoom(Desk(library=library, tasks=Tasks(), notices=Notices(), announcer=Announcer()), None)
    qtbot.addWidget(room)
    assert room.way_in.isHidden()
    library.close()


def test_the_library_is_checked(room: SettingsRoom, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.tasks.ended, timeout=20_000):
        room.checking.check.click()
    assert room.checking.said.words == "Everything is in order."
    assert room.checking.check.isEnabled()


def test_clips_whose_copy_failed_are_told_of_quietly(room: SettingsRoom, desk: Desk, qtbot: QtBot) -> None:
    section = room.checking
    assert section.remarks.isHidden()
    for _ in range(2):
        exporting.note_export(desk.library, "clip.exported", UUID(int=1), {"smart_failed": True})
    with qtbot.waitSignal(desk.tasks.ended, timeout=20_000):
        section.check.click()
    assert section.said.words == "Everything is in order."
    assert section.remarks.words.startswith("2 saved films were encoded anew because a copy did not pass its check.")
    assert section.remarks.isVisible()
    section.check.click()
    assert section.remarks.isHidden()
    qtbot.waitUntil(lambda: section.remarks.isVisible(), timeout=20_000)


def test_the_room_that_prepared_films_take_is_said_and_freed(room: SettingsRoom, desk: Desk, qtbot: QtBot) -> None:
    section, heard = room.prepared, Heard(desk.notices)
    qtbot.waitUntil(lambda: "Nothing is prepared" in section.room.words, timeout=5000)
    assert not section.throw_away.isEnabled()
    made = desk.library.derived_path(UUID(int=1), "filmstrip")
    made.parent.mkdir(parents=True)
    made.write_bytes(bytes(120_000_000 // 100))
    room.enter(Where())
    qtbot.waitUntil(lambda: "1 MB" in section.room.words, timeout=5000)
    section.throw_away.click()
    qtbot.waitUntil(lambda: "free again" in heard.words, timeout=5000)
    assert not made.exists()
    qtbot.waitUntil(lambda: "Nothing is prepared" in section.room.words, timeout=5000)


def test_copies_can_be_left_out(room: SettingsRoom, desk: Desk) -> None:
    assert room.prepared.copies.isChecked()
    room.prepared.copies.click()
    assert not settings.read_settings(desk.library).smooth_copies
    room.enter(Where())
    assert not room.prepared.copies.isChecked()
