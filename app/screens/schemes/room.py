"""The schemes' room: a scheme's codes at the left, what is known of one at the right; what is changed counts once it is saved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from app.actions import Place
from app.asking import AskWhere, ask_scheme, ask_where
from app.bindings import ActionSet
from app.rooms import Crumb, Desk, Room, RoomId, Where
from app.screens.schemes.code_list import THE_SCHEME, CodeList
from app.screens.schemes.code_page import CodePage
from app.screens.schemes.draft import Draft
from app.screens.schemes.scheme_page import SchemePage
from app.theme.icons import Icon
from app.theme.tokens import Space
from app.widgets.beside_or_below import BesideOrBelow
from app.widgets.choices import Choice
from app.widgets.plain import Button, Words, column, paper, row
from vig_tool.errors import UserError
from vig_tool.work import scheme_files, schemes
from vig_tool.work.changes import Changes
from vig_tool.work.schemes import Principle, Scheme, SchemeCard

_CLASHES = ("key", "colour", "short", "name")


class SchemesRoom(Room):
    """`drafts` are the changes not saved, by scheme; they wait in the library until one comes back."""

    def __init__(
        self, desk: Desk, ask_out: AskWhere = ask_where, ask_in: Callable[[QWidget], Path | None] = ask_scheme
    ) -> None:
        super().__init__(desk)
        self._ask_out, self._ask_in = ask_out, ask_in
        self._where = Where()
        self._cards: dict[str, SchemeCard] = {}
        self._shown = ""
        self._one = THE_SCHEME
        self._tried = False
        self.drafts: dict[str, Draft] = {}
        self._build()
        self.actions_here = ActionSet(
            self,
            Place.SCHEMES,
            {
                "scheme.save": self.save,
                "scheme.leave": self.go_back,
                "code.add": self.add,
                "code.move_up": lambda: self.move_code(-1),
                "code.move_down": lambda: self.move_code(1),
            },
        )
        desk.announcer.changed.connect(self._changed)

    def _build(self) -> None:
        self.choice = Choice(())
        self._choices = row(None, self.choice, None)
        self.take_in = Button("Take in a file…", meaning=Icon.FOLDER, on_click=self.take_in_file)
        self.write_out = Button("Write to a file…", meaning=Icon.EXPORT, on_click=self.write_to_file)
        self.back = Button("Back to the film", kind="plain", meaning=Icon.BACK, on_click=self.go_back)
        self.trouble = Words(tone="danger", wrap=True)
        self.trouble.hide()
        self.list = CodeList()
        self.list.chosen.connect(self.choose)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a proxy would be a place where Tab jumps over what stands above the list
        self.add_code = Button("Add a code", meaning=Icon.ADD, tip="Ctrl+N", on_click=self.add)
        self.code_page, self.scheme_page = CodePage(), SchemePage()
        self.pages = QStackedWidget()
        for page in (self.scheme_page, self.code_page):
            self.pages.addWidget(page)
        scroll = QScrollArea()
        scroll.setWidget(paper(self.pages, margin=Space.WIDE))
        scroll.setWidgetResizable(True)
        self.said = Words(tone="soft", wrap=True)
        self.throw_away = Button("Throw the changes away", kind="plain", on_click=self.throw_changes_away)
        self.keep = Button("Tag so from now on", kind="main", tip="Ctrl+S", on_click=self.save)
        head = BesideOrBelow(self._choices, row(None, self.take_in, self.write_out, self.back))
        left = column(None, self.list, self.add_code, space=Space.SMALL)
        middle = row(None, left, scroll, space=Space.LARGE)
        middle.setStretch(1, 1)
        foot = row(None, self.said, self.throw_away, self.keep, space=Space.SMALL)
        foot.setStretch(0, 1)
        column(self, head, self.trouble, middle, foot, space=Space.MEDIUM, margin=Space.LARGE).setStretch(2, 1)
        self.code_page.changed.connect(self._change_code)
        self.code_page.retire_asked.connect(self.retire)
        self.code_page.bring_back_asked.connect(self.bring_back)
        self.code_page.move_asked.connect(self.move_code)
        self.scheme_page.changed.connect(self._change_scheme)
        self.scheme_page.use_asked.connect(self._use)
        self.scheme_page.limits_chosen.connect(self._limit)
        self.scheme_page.edition_asked.connect(self._take_again)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.list.setFocus(event.reason())

    @property
    def title(self) -> str:
        return "Schemes"

    def crumbs(self) -> tuple[Crumb, ...]:
        if self._where.recording is not None:
            return (Crumb("Film room", RoomId.FILM_ROOM, self._where), Crumb(self.title))
        return (Crumb("Settings", RoomId.SETTINGS), Crumb(self.title))

    @property
    def draft(self) -> Draft:
        return self.drafts[self._shown]

    @property
    def code(self) -> Principle | None:
        return self.draft.now.held(self._one) if self._one else None

    def enter(self, where: Where) -> None:
        self._where = where
        self.back.setText("Back to the film" if where.recording is not None else "Back to the settings")
        self._read(scheme_files.read_drafts(self.desk.library))
        shown = self._of_film(where.recording) if where.recording is not None else self._shown
        self.show_scheme(shown if shown in self._cards else next(iter(self._cards)))
        self.list.setFocus()

    def leave(self) -> None:
        begun = {scheme_id: draft.now for scheme_id, draft in self.drafts.items() if draft.changed}
        scheme_files.keep_drafts(self.desk.library, begun)

    # What can be done

    def show_scheme(self, scheme_id: str) -> None:
        self._shown, self._tried = scheme_id, False
        self.choice.set_value(scheme_id)
        held = self.draft.now
        self._one = held.principles[0].id if held.principles else THE_SCHEME
        self._show()

    def choose(self, which: str) -> None:
        """A code, or the scheme itself."""
        self._one = which
        self._show_page()

    def add(self) -> None:
        draft, self._one = self.draft.adding()
        self._become(draft)
        self.code_page.name.setFocus()

    def retire(self) -> None:
        gone = self._one
        if self.draft.is_new(gone):
            held = [one.id for one in self.draft.now.principles]
            self._one = next((one for one in reversed(held) if one != gone), THE_SCHEME)
        self._become(self.draft.retiring(gone))

    def bring_back(self) -> None:
        self._become(self.draft.bringing_back(self._one))

    def move_code(self, by: int) -> None:
        self._become(self.draft.moving(self._one, by))

    def throw_changes_away(self) -> None:
        self.drafts[self._shown] = Draft.of(self._cards[self._shown].scheme)
        self.show_scheme(self._shown)

    def save(self) -> None:
        """From now on it is tagged so; where something is missing, that is shown where it is."""
        if not self.draft.changed:
            return
        self._tried = True
        found = schemes.faults_of(self.desk.library, self.draft.now)
        if found:
            self._one = found[0].principle
            self._show()
            return
        draft = self.draft.named(lambda name, also: schemes.new_id(self.desk.library, name, also=also))
        place = [one.id for one in (*self.draft.now.principles, *self.draft.now.retired)].index(self._one) if self._one else None
        done = self.carry_out(lambda: schemes.save_scheme(self.desk.library, draft.now))
        if done is None:
            return
        del self.drafts[self._shown]
        self._read()
        held = [one.id for one in (*draft.now.principles, *draft.now.retired)]
        self._one, self._tried = THE_SCHEME if place is None else held[place], False
        self._show()
        self.desk.notices.say(f"From now on “{done.value.scheme.name}” is as you see it here; moments already marked keep their name.")

    def take_in_file(self) -> None:
        path = self._ask_in(self)
        if path is None:
            return
        self.trouble.hide()
        library = self.desk.library
        done = self.carry_out(
            lambda: schemes.import_scheme(library, scheme_files.read_text(path), name=path.name), complain=self._complain_of_file
        )
        if done is None:
            return
        self.drafts.pop(done.value.scheme.id, None)
        self._read()
        self.show_scheme(done.value.scheme.id)
        self.desk.notices.say(f"From now on “{done.value.scheme.name}” is as the file says; moments already marked keep their name.")

    def write_to_file(self) -> None:
        """What is in force, not what is only begun."""
        path = self._ask_out(self, "Write the scheme to a file", f"{self._shown}.toml")
        if path is None:
            return
        try:
            scheme_files.write_text(path, schemes.export_scheme(self.desk.library, self._shown))
        except UserError as trouble:
            self.desk.notices.trouble(trouble)
        else:
            begun = " What is not saved yet is not in it." if self.draft.changed else ""
            self.desk.notices.say(f"Written as “{path.name}”.{begun}")

    def go_back(self) -> None:
        if self._where.recording is not None:
            self.go.emit(RoomId.FILM_ROOM, self._where)
        else:
            self.go.emit(RoomId.SETTINGS, Where())

    # Inside

    def _read(self, begun: Mapping[str, Scheme] | None = None) -> None:
        """What the library holds; what was begun, here or in the library (`begun`), goes on from there."""
        self._cards = {card.scheme.id: card for card in schemes.list_schemes(self.desk.library)}
        going_on = {**(begun or {}), **{scheme_id: draft.now for scheme_id, draft in self.drafts.items() if draft.changed}}
        self.drafts = {
            scheme_id: Draft(card.scheme, going_on.get(scheme_id, card.scheme)) for scheme_id, card in self._cards.items()
        }
        names = tuple((scheme_id, card.scheme.name) for scheme_id, card in self._cards.items())
        fresh = Choice(names, self._shown)
        fresh.chosen.connect(self.show_scheme)
        self._choices.replaceWidget(self.choice, fresh)
        self.choice.hide()
        self.choice.deleteLater()
        self.choice = fresh

    def _become(self, draft: Draft) -> None:
        self.drafts[self._shown] = draft
        self._show()

    def _show(self) -> None:
        self.list.show_scheme(self.draft.now, select=self._one)
        self._show_page()
        self._say()

    def _show_page(self) -> None:
        one, card = self.code, self._cards[self._shown]
        if one is None:
            self.scheme_page.show_scheme(
                self.draft.now,
                used_for=card.used_for,
                limits=schemes.programme_limits(self.desk.library),
                editions=schemes.list_editions(self.desk.library, self._shown),
            )
        else:
            others: dict[str, list[str]] = {}
            for other in self.draft.now.principles:
                if other.id != one.id and other.key:
                    others.setdefault(other.key, []).append(other.name)
            count = card.counts.get(one.id, 0)
            self.code_page.show_code(one, count=count, others=others, new=self.draft.is_new(one.id))
        self.pages.setCurrentIndex(0 if one is None else 1)
        self._complain()

    def _complain(self) -> None:
        """At once where two codes cannot be told apart; what is missing only once one tried to save."""
        found = schemes.faults_of(self.desk.library, self.draft.now) if self.draft.changed else []
        mine = {fault.field: fault.sentence for fault in found if fault.principle == self._one}
        shown = {field: said for field, said in mine.items() if self._tried or (field in _CLASHES and said.startswith("Two"))}
        (self.scheme_page if self.code is None else self.code_page).complain(shown)

    def _say(self) -> None:
        changed = self.draft.changed
        self.keep.setEnabled(changed)
        self.throw_away.setVisible(changed)
        name = self.draft.saved.name
        self.said.say(f"“{name}” is changed here and not saved yet. Moments already marked keep their name." if changed else "")

    def _change_code(self, values: dict[str, object]) -> None:
        if self.code is not None:
            self.drafts[self._shown] = self.draft.changing(self._one, **values)
            self.list.show_scheme(self.draft.now, select=self._one)
            self._show_page()
            self._say()

    def _change_scheme(self, values: dict[str, str]) -> None:
        self.drafts[self._shown] = self.draft.changing_scheme(**values)
        self._complain()
        self._say()

    def _use(self, role: str) -> None:
        if self.carry_out(lambda: schemes.use_scheme(self.desk.library, self._shown, role=role)) is not None:
            self._read()
            self._show_page()

    def _limit(self, clips: int, seconds: int) -> None:
        self.carry_out(lambda: schemes.change_limits(self.desk.library, clips=clips, seconds=seconds))

    def _take_again(self, number: int) -> None:
        found = [one for one in schemes.list_editions(self.desk.library, self._shown) if one.number == number]
        if found:
            self._become(self.draft.becoming(found[0].scheme))

    def _complain_of_file(self, sentence: str) -> None:
        """Each line of the file that is wrong on a line of its own."""
        self.trouble.say(re.sub(r" (?=Line \d+:|And \d+ more)", "\n", sentence))
        self.trouble.show()

    def _of_film(self, recording: UUID) -> str:
        try:
            return next(scheme_id for scheme_id, _, on in schemes.schemes_to_choose(self.desk.library, recording) if on)
        except UserError:
            return self._shown

    def _changed(self, changes: Changes, initiator: QObject | None) -> None:
        if self.isVisible() and not self.announced_by_me(initiator) and changes.touches("scheme", "moment"):
            self._read()
            self._show()
