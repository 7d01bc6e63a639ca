"""The families' room: start page and family pages, the use cases behind them, and where each next step leads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from app.actions import Place
from app.asking import ask_films, ask_where
from app.bindings import ActionSet
from app.intake import Intake
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.families.page import FamilyView
from app.screens.families.phrases import today
from app.screens.families.start import NextStep, StartPage
from app.timers import one_shot
from app.widgets.plain import column
from vig_tool.errors import NotThere
from vig_tool.jobs import Job
from vig_tool.work import families, importing, originals
from vig_tool.work.changes import Changes, Done

if TYPE_CHECKING:
    from vig_tool.work import reporting

T = TypeVar("T")
_KINDS = ("family", "cycle", "recording", "moment", "clip", "review", "goal")
_STEPS_SHOWN = 4
_LEADS_TO = {"moments": RoomId.FILM_ROOM, "clips": RoomId.CLIPS, "review": RoomId.REVIEW, "goals": RoomId.GOALS}


class FamiliesRoom(Room):
    def __init__(self, desk: Desk, intake: Intake) -> None:
        super().__init__(desk)
        self._intake = intake
        self._family: UUID | None = None
        self._page: families.FamilyPage | None = None
        self._arriving: dict[UUID, int] = {}
        self._anew = one_shot(self, 0, self._load_anew)
        self.start, self.view = StartPage(), FamilyView()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.start)
        self._stack.addWidget(self.view)
        column(self, self._stack)
        self._actions = ActionSet(
            self,
            Place.FAMILIES,
            {
                "family.add": self._begin_family,
                "cycle.add": self.view.begin_cycle,
                "film.import": self._import_latest,
                "family.show_all": self._show_all,
            },
        )
        self._listen()

    def _listen(self) -> None:
        self.start.family_chosen.connect(self._open_family)
        self.start.step_chosen.connect(self._take_start_step)
        self.start.form.submitted.connect(self.add_family)
        self.start.form.left.connect(self._load)
        self.view.step_chosen.connect(self._take_step)
        self.view.film_opened.connect(self._open_film)
        self.view.role_chosen.connect(self.change_role)
        self.view.move_chosen.connect(self.move_film)
        self.view.original_asked.connect(self.show_original)
        self.view.removal_confirmed.connect(self.remove_film)
        self.view.films_dropped.connect(self._intake.take)
        self.view.question_asked.connect(self.add_cycle)
        self.view.strengths_asked.connect(self._ask_strengths)
        self.view.family_form.submitted.connect(self.correct_family)
        self.view.cycle_form.submitted.connect(self.correct_cycle)
        people = self.view.people
        people.person_added.connect(self.add_person)
        people.person_removed.connect(self.remove_person)
        people.consent_given.connect(self.give_consent)
        people.consent_withdrawn.connect(self.withdraw_consent)
        self._intake.began.connect(self._began)
        self._intake.ended.connect(self._ended)
        self.desk.announcer.changed.connect(self._changed)

    @property
    def title(self) -> str:
        return "Families"

    def where(self) -> Where:
        latest = self._page.cycles[-1] if self._page is not None and self._page.cycles else None
        film = next((film.id for film in latest.films if film.role == "interaction"), None) if latest is not None else None
        return Where(family=self._family, cycle=None if latest is None else latest.id, recording=film)

    def crumbs(self) -> tuple[Crumb, ...]:
        if self._page is None:
            return (Crumb(self.title),)
        return (Crumb(self.title, RoomId.FAMILIES, Where()), Crumb(self._page.code))

    def enter(self, where: Where) -> None:
        if where.family != self._family:
            self.view.put_forms_away()
        self._family = where.family
        self._anew.stop()
        self._load()

    def leave(self) -> None:
        self.view.put_forms_away()

    def add_family(self, code: str) -> None:
        done = self._do(lambda: families.add_family(self.desk.library, code), complain=self.start.form.code.complain)
        if done is not None:
            self.start.form.hide()
            self._open_family(done.id)

    def correct_family(self, code: str, started: date | None) -> None:
        family, form = self._family, self.view.family_form
        if family is None:
            return
        done = self._do(lambda: families.correct_family(self.desk.library, family, code=code, started=started), complain=form.code.complain)
        if done is not None:
            self.view.put_forms_away()

    def add_cycle(self, question: str) -> None:
        family, form = self._family, self.view.next_cycle
        if family is None or form is None:
            return
        done = self._do(
            lambda: families.add_cycle(self.desk.library, family, question=question), complain=form.question.complain, load=False
        )
        if done is not None:
            form.question.set_text("")
            self._load()

    def correct_cycle(self, cycle_id: UUID, question: str, filmed: date | None, reviewed: date | None) -> None:
        done = self._do(
            lambda: families.correct_cycle(self.desk.library, cycle_id, question=question, filmed_on=filmed, reviewed_on=reviewed),
            complain=self.view.cycle_form.question.complain,
        )
        if done is not None:
            self.view.put_forms_away()

    def add_person(self, role: str, name: str) -> None:
        family, field = self._family, self.view.people.name
        if family is None:
            return
        done = self._do(lambda: families.add_person(self.desk.library, family, role=role, name=name), complain=field.complain)
        if done is not None:
            field.set_text("")

    def remove_person(self, person_id: UUID) -> None:
        if self._do(lambda: families.remove_person(self.desk.library, person_id)) is not None:
            self.desk.notices.say("Taken out, with the consents given. Undo brings both back.")

    def give_consent(self, person_id: UUID, scope: str) -> None:
        family = self._family
        if family is not None:
            self._do(lambda: families.give_consent(self.desk.library, family, scope=scope, given=today(), person_id=person_id))

    def withdraw_consent(self, consent_id: UUID) -> None:
        self._do(lambda: families.withdraw_consent(self.desk.library, consent_id, on=today()))

    def change_role(self, recording_id: UUID, role: str) -> None:
        self._do(lambda: importing.change_role(self.desk.library, recording_id, role=role))

    def move_film(self, recording_id: UUID, cycle_id: UUID) -> None:
        self._do(lambda: importing.move_recording(self.desk.library, recording_id, cycle_id=cycle_id))

    def show_original(self, recording_id: UUID) -> None:
        """What the camera wrote into the film; it is read from the sealed film, which may take a moment."""
        library = self.desk.library

        def work(_job: Job) -> tuple[UUID, tuple[originals.Original, ...]]:
            return recording_id, originals.original_tags(library, recording_id)

        self.desk.tasks.run(work, done=self._original_read)

    def _original_read(self, read: tuple[UUID, tuple[originals.Original, ...]]) -> None:
        recording_id, found = read
        if self.view.original.wanted == recording_id:  # nobody has gone elsewhere meanwhile
            self.view.original.show_originals(found)

    def remove_film(self, recording_id: UUID) -> None:
        library = self.desk.library

        def work(_job: Job) -> Changes:
            return importing.remove_recording(library, recording_id)

        self.desk.tasks.run(work, title="Removing the film", done=self._removed)

    def save_strengths(self, out: Path) -> None:
        family, library = self._family, self.desk.library
        if family is None:
            return

        def work(job: Job) -> reporting.WrittenRecord:
            from vig_tool.work import reporting  # what makes PDFs is only fetched for one

            return reporting.write_strengths(library, family, out=out, job=job)

        self.desk.tasks.run(work, title="Writing the record of strengths", done=self._strengths_written)

    def _do(
        self, use_case: Callable[[], Done[T]], *, complain: Callable[[str], object] | None = None, load: bool = True
    ) -> T | None:
        """One use case, then the page anew."""
        done = self.carry_out(use_case, complain=complain)
        if done is None:
            return None
        if load:
            self._load()
        return done.value

    def _load(self) -> None:
        library = self.desk.library
        if self._family is None:
            self._page = None
            cards = families.list_families(library)
            self.start.show_families(cards, self._next_steps(cards))
            self._stack.setCurrentWidget(self.start)
        else:
            self._page = families.family_page(library, self._family)
            self.view.show_page(self._page, self._arriving)
            self._stack.setCurrentWidget(self.view)
        words = {"family"} if self._page is not None else set()
        words |= {"cycle"} if self._page is not None and self._page.cycles else set()
        self._actions.allow(frozenset(words))
        self.crumbs_changed.emit()

    def _next_steps(self, cards: Sequence[families.FamilyCard]) -> list[NextStep]:
        """The latest cycle's next step of each family, those nearest to the review first."""
        order = ("review", "clips", "moments", "goals", "film")
        steps = []
        for card in cards:
            last = card.latest
            if last is not None and last.next_step in order:
                words = "Bring in the film of the visit." if last.next_step == "film" else last.next_words
                steps.append(NextStep(card.id, last.id, card.code, last.number, last.next_step, words))
        return sorted(steps, key=lambda step: order.index(step.step))[:_STEPS_SHOWN]

    def _take_start_step(self, step: NextStep) -> None:
        self._open_family(step.family_id)
        for cycle in self._page.cycles if self._page is not None else ():
            if cycle.id == step.cycle_id and step.step != "film":
                self._take_step(cycle, step.step)

    def _take_step(self, cycle: families.CycleCard, step: str) -> None:
        film = next((film.id for film in cycle.films if film.role == "interaction"), None)
        where = Where(family=self._family, cycle=cycle.id, recording=film)
        if step == "film":
            self._import(cycle.id)
        elif step in _LEADS_TO:
            self.go.emit(_LEADS_TO[step], where)

    def _open_film(self, recording_id: UUID) -> None:
        card = importing.recording_card(self.desk.library, recording_id)
        self.go.emit(RoomId.FILM_ROOM, Where(family=self._family, cycle=card.cycle_id, recording=recording_id))

    def _open_family(self, family_id: UUID) -> None:
        self.go.emit(RoomId.FAMILIES, Where(family=family_id))

    def _show_all(self) -> None:
        if self.view.has_form:
            self.view.put_forms_away()
            return
        self.go.emit(RoomId.FAMILIES, Where())

    def _begin_family(self) -> None:
        if self._family is not None:
            self._show_all()
        self.start.begin_family()

    def _import_latest(self) -> None:
        if self._page is not None and self._page.cycles:
            self._import(self._page.cycles[-1].id)

    def _import(self, cycle_id: UUID) -> None:
        chosen = ask_films(self)
        if chosen:
            self._intake.take(cycle_id, chosen)

    def _ask_strengths(self) -> None:
        chosen = ask_where(self, "Save the record of strengths", "Record of strengths.pdf")
        if chosen is not None:
            self.save_strengths(chosen)

    def _strengths_written(self, written: reporting.WrittenRecord) -> None:
        said = "The record of strengths is written. It lies open where you saved it: keep it safe."
        self.desk.notices.say(f"{said} {written.warning}".strip())

    def _removed(self, changes: Changes) -> None:
        self.desk.announcer.announce(changes, None)
        self.desk.notices.say("The film is removed. Its key is destroyed.")

    def _began(self, cycle_id: UUID, films: int) -> None:
        self._arriving[cycle_id] = self._arriving.get(cycle_id, 0) + films
        if self.isVisible():  # what is not seen is loaded when it is entered
            self._load()

    def _ended(self, cycle_id: UUID) -> None:
        self._arriving.pop(cycle_id, None)
        self._load_soon()

    def _changed(self, changes: Changes, initiator: QObject | None) -> None:
        if initiator is not self and changes.touches(*_KINDS):
            self._load_soon()

    def _load_soon(self) -> None:
        """Once for all that is told in one turn of the event loop, in a turn of its own. What is not seen is loaded when it is entered."""
        if self.isVisible():
            self._anew.start()

    def _load_anew(self) -> None:
        try:
            self._load()
        except NotThere:  # the family itself was taken back
            self._family = None
            self._load()
