"""Taking in from the window: parts of one film are offered with their order; afterwards, once, how to clear card or phone."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.clearing import HOW, ClearingPage
from app.intake import Intake
from app.join_offer import JoinOffer, PartShown
from app.rooms import Desk
from app.screens.families.film_row import FilmRow
from app.widgets.notice_bar import NoticeBar
from app.widgets.plain import Words
from tests.chunk_films import cut_short, split, write_part
from tests.gui.desk import Heard
from tests.gui.desk import desk as desk
from tests.gui.desk import dressed as dressed
from vig_tool.library.models import TrailEntry
from vig_tool.work import families, importing


@pytest.fixture
def cycle_id(desk: Desk) -> UUID:
    family = families.add_family(desk.library, "F014").value.id
    return families.add_cycle(desk.library, family, question="What helps?").value.id


@pytest.fixture
def intake(desk: Desk) -> Intake:
    return Intake(desk)


@pytest.fixture
def bar(desk: Desk, qtbot: QtBot) -> NoticeBar:
    made = NoticeBar()
    qtbot.addWidget(made)
    desk.notices.said.connect(made.show_line)
    desk.notices.asked.connect(made.ask)
    return made


@pytest.fixture
def parts(tmp_path: Path) -> tuple[Path, ...]:
    whole = write_part(tmp_path / "whole.mp4", range(75))
    return tuple(split(whole, [tmp_path / f"GH0{n}0034.MP4" for n in (1, 2, 3)], [(0, 25), (25, 50), (50, 75)]))


def offer_of(qtbot: QtBot, intake: Intake, cycle_id: UUID, files: tuple[Path, ...]) -> JoinOffer:
    with qtbot.waitSignal(intake.offered, timeout=60_000) as shown:
        intake.take(cycle_id, files)
    offer: JoinOffer = shown.args[0]
    return offer


def trail(desk: Desk) -> list[tuple[str, dict[str, object]]]:
    with desk.library.reading() as session:
        rows = session.scalars(select(TrailEntry).where(TrailEntry.object_id.is_not(None)).order_by(TrailEntry.seq))
        return [(row.action, json.loads(row.facts)) for row in rows if row.action.startswith(("original.", "recording."))]


def actions(desk: Desk) -> list[str]:
    return [action for action, _ in trail(desk)]


def test_parts_are_offered_in_order_and_joined(desk: Desk, intake: Intake, cycle_id: UUID, parts: tuple[Path, ...], qtbot: QtBot) -> None:
    heard = Heard(desk.notices)
    offer = offer_of(qtbot, intake, cycle_id, (parts[2], parts[0], parts[1]))
    assert [part.name for part in offer.order.parts] == [path.name for path in parts]
    assert offer.sentence.words == "These 3 files look like one film."
    assert "chapters" in offer.why.words
    assert offer.total.words == "Together 0:03"
    assert "recommended" in offer.join.text()
    assert "recommended" not in offer.keep.text()
    assert importing.list_recordings(desk.library) == []
    with qtbot.waitSignal(intake.ended, timeout=60_000):
        offer.join.click()
    (card,) = importing.list_recordings(desk.library)
    assert card.frames == 75
    assert "Joined of 3 films." in heard.words


def test_kept_apart_they_are_films_of_their_own(desk: Desk, intake: Intake, cycle_id: UUID, parts: tuple[Path, ...], qtbot: QtBot) -> None:
    offer = offer_of(qtbot, intake, cycle_id, parts)
    with qtbot.waitSignal(intake.ended, timeout=60_000):
        offer.keep.click()
    assert len(importing.list_recordings(desk.library)) == 3


def test_closed_without_an_answer_nothing_is_taken_in(
    desk: Desk, intake: Intake, cycle_id: UUID, parts: tuple[Path, ...], qtbot: QtBot
) -> None:
    offer = offer_of(qtbot, intake, cycle_id, parts)
    with qtbot.waitSignal(intake.ended, timeout=60_000):
        offer.reject()
    assert importing.list_recordings(desk.library) == []


def test_films_of_their_own_are_not_asked_about(desk: Desk, intake: Intake, cycle_id: UUID, tmp_path: Path, qtbot: QtBot) -> None:
    films = (write_part(tmp_path / "visit.mp4", range(25)), write_part(tmp_path / "kitchen.mp4", range(300, 325)))
    offers: list[object] = []
    intake.offered.connect(offers.append)
    with qtbot.waitSignal(intake.ended, timeout=60_000):
        intake.take(cycle_id, films)
    assert offers == []
    assert len(importing.list_recordings(desk.library)) == 2


PARTS = tuple(PartShown(Path(f"GH0{n}0034.MP4"), f"GH0{n}0034.MP4", n * 60_000_000) for n in (1, 2, 3))


def test_the_order_is_changed_by_keys_and_buttons(dressed: object, qtbot: QtBot) -> None:
    offer = JoinOffer(PARTS, sure=True, why="The camera named them as chapters of one film.")
    qtbot.addWidget(offer)
    offer.show()
    given: list[tuple[Path, ...]] = []
    offer.joined.connect(given.append)
    offer.order.setFocus()
    QTest.keyClick(offer.order, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [part.name[3] for part in offer.order.parts] == ["2", "1", "3"]
    assert offer.order.item(0).text().startswith("1.   GH020034")
    offer.later.click()
    offer.earlier.click()
    offer.earlier.click()
    assert [part.name[3] for part in offer.order.parts] == ["1", "2", "3"]
    offer.order.setCurrentRow(2)
    QTest.keyClick(offer.order, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    offer.join.click()
    assert [path.name[3] for path in given[0]] == ["1", "3", "2"]


def test_a_guess_recommends_to_keep_them_apart(dressed: object, qtbot: QtBot) -> None:
    offer = JoinOffer(PARTS, sure=False, why="The camera numbered them one after the other.")
    qtbot.addWidget(offer)
    offer.show()
    assert "recommended" in offer.keep.text()
    assert "recommended" not in offer.join.text()
    assert "may be" in offer.sentence.words


def taken_in(desk: Desk, intake: Intake, cycle_id: UUID, film: Path, bar: NoticeBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.notices.asked, timeout=60_000):
        intake.take(cycle_id, (film,))
    assert not bar.isHidden()
    assert "read back whole" in bar.sentence.words
    assert actions(desk) == ["recording.imported", "recording.verified"]


@pytest.mark.parametrize("answer", ["not now", "closed", "something newer"])
def test_not_now_is_noted_and_not_asked_again(
    desk: Desk, intake: Intake, cycle_id: UUID, tmp_path: Path, bar: NoticeBar, qtbot: QtBot, answer: str
) -> None:
    taken_in(desk, intake, cycle_id, write_part(tmp_path / "visit.mp4", range(25)), bar, qtbot)
    if answer == "not now":
        bar.other.click()
    elif answer == "closed":
        bar.hide()
    else:
        desk.notices.say("Something else.")
    assert actions(desk)[2:] == ["original.kept"]
    assert (answer == "something newer") != bar.isHidden()
    bar.hide()
    assert actions(desk)[2:] == ["original.kept"]


@pytest.mark.parametrize("done", [True, False])
def test_shown_how_and_noted_whether_it_was_done(
    desk: Desk, intake: Intake, cycle_id: UUID, tmp_path: Path, bar: NoticeBar, qtbot: QtBot, *, done: bool
) -> None:
    film = write_part(tmp_path / "visit.mp4", range(25))
    taken_in(desk, intake, cycle_id, film, bar, qtbot)
    bar.button.click()
    (page,) = _pages()
    assert actions(desk)[2:] == []
    (page.done_button if done else page.later).click()
    assert actions(desk)[2:] == ["original.cleared" if done else "original.kept"]
    assert film.exists(), "the program itself never removes an original"


def _pages() -> list[ClearingPage]:
    from PySide6.QtWidgets import QApplication

    return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ClearingPage) and widget.isVisible()]


def test_what_does_not_read_back_is_said_and_clearing_is_not_offered(
    desk: Desk, intake: Intake, cycle_id: UUID, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vig_tool.work.originals._read_back", lambda *_: "")
    heard, asked = Heard(desk.notices), list[object]()
    desk.notices.asked.connect(lambda *words: asked.append(words))
    intake.take(cycle_id, (write_part(tmp_path / "visit.mp4", range(25)),))
    qtbot.waitUntil(lambda: "could not be read back" in heard.words, timeout=60_000)
    assert asked == []


def test_where_a_film_was_refused_clearing_is_not_offered(
    desk: Desk, intake: Intake, cycle_id: UUID, tmp_path: Path, qtbot: QtBot
) -> None:
    asked = list[object]()
    desk.notices.asked.connect(lambda *words: asked.append(words))
    (tmp_path / "notes.mp4").write_text("Bread, milk.\n" * 20)
    with qtbot.waitSignal(intake.ended, timeout=60_000):
        intake.take(cycle_id, (write_part(tmp_path / "visit.mp4", range(25)), tmp_path / "notes.mp4"))
    qtbot.waitUntil(lambda: "recording.verified" in actions(desk), timeout=60_000)
    qtbot.waitUntil(lambda: not desk.tasks.running, timeout=10_000)
    assert asked == []


def test_every_place_has_its_steps(dressed: object, qtbot: QtBot) -> None:
    page = ClearingPage()
    qtbot.addWidget(page)
    for name, (_, steps) in HOW.items():
        page.choice.chosen.emit(name)
        shown = page.pages.currentWidget()
        assert shown is not None
        assert [words.words for words in shown.findChildren(Words)][1::2] == list(steps)
    assert "Recently Deleted" in " ".join(HOW["iphone"][1])


def test_a_film_that_ends_early_says_so_in_the_window(desk: Desk, intake: Intake, cycle_id: UUID, tmp_path: Path, qtbot: QtBot) -> None:
    cut = tmp_path / "visit.mov"
    cut.write_bytes(cut_short(tmp_path))
    heard, asked = Heard(desk.notices), list[object]()
    desk.notices.asked.connect(lambda *words: asked.append(words))
    with qtbot.waitSignal(intake.ended, timeout=60_000):
        intake.take(cycle_id, (cut,))
    (card,) = importing.list_recordings(desk.library)
    early = [sentence for sentence in card.said if sentence.startswith("Ends early: 0:")]
    assert early
    assert early[0] in heard.words
    assert "copy it again" in heard.words
    cycle = families.cycle_card(desk.library, cycle_id)
    assert cycle.films[0].early == early[0]
    row = FilmRow(cycle.films[0], [])
    qtbot.addWidget(row)
    row.show()
    assert row.early.isVisible()
    assert row.early.words == early[0]
    qtbot.waitUntil(lambda: "recording.verified" in actions(desk) and not desk.tasks.running, timeout=20_000)
    assert asked == [], "the original may be whole: nobody should be led to clear it"
