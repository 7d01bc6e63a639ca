"""The chain of turns: its key, its strip under the film, and what is done to its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QAction, QKeySequence

from app.asking import AskWhere, ask_where
from app.screens.film_room.chain.following import to_go_on_with
from app.screens.film_room.chain.stills import Stills
from app.screens.film_room.part import Part, Whole
from app.screens.film_room.sheet import Sheet
from app.video.then import Then
from app.widgets.chain_step import ShownStep
from app.widgets.chain_strip import ChainStrip, StripKeys
from vig_tool.jobs import Job
from vig_tool.work import chains
from vig_tool.work.changes import Done
from vig_tool.work.tagging import ACTORS, CHAIN_ROLES, Moment, Step

_WHO = {"child": "Child", "parent": "Parent", "both": "Both", "guider": "Guider"}
_WHAT = {"initiative": "Begins", "reception": "Takes it in", "response": "Answers"}


class Turns(Part):
    """The chain shown is the selected moment's. It ends when something else, or nothing, is selected; the film never stops for it."""

    def __init__(self, room: Whole, ask: AskWhere = ask_where) -> None:
        super().__init__(room)
        self.ask = ask
        self._chain: UUID | None = None
        self._steps: tuple[Step, ...] = ()
        self._current = 0
        self.strip = ChainStrip(
            who=[(one, _WHO[one]) for one in ACTORS],
            what=[(one, _WHAT[one]) for one in CHAIN_ROLES],
        )
        self.strip.hide()
        room.stage.add_above_transport(self.strip)
        self._stills = Stills(room.desk, room.stage, self.strip)
        self._listen()

    def _listen(self) -> None:
        strip = self.strip
        strip.step_chosen.connect(self.go_to)
        strip.step_removed.connect(self.remove)
        strip.next_asked.connect(self.add_here)
        strip.who_chosen.connect(lambda word: self._change(actor=word))
        strip.what_chosen.connect(lambda word: self._change(role=word))
        strip.choose_pressed.connect(self.room.side.inspector.choose_pressed)
        strip.print_pressed.connect(self.print)
        strip.end_pressed.connect(self.room.select_nothing)

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "chain.step": self.step,
            "chain.end": self.room.select_nothing,
            "chain.who": self.turn_who,
            "chain.what": self.turn_what,
            "chain.print": self.print,
        }

    def allows(self) -> frozenset[str]:
        return frozenset({"chain"}) if self._chain is not None else frozenset()

    # What is shown

    def film_opened(self) -> None:
        self._stills.film_opened()

    def film_put_away(self) -> None:
        self._stills.forget()

    def sheet_shown(self, sheet: Sheet) -> None:
        moment = sheet.moment
        steps = () if moment is None else moment.steps
        if moment is None or not steps:
            self._leave()
            return
        if moment.id != self._chain:
            self._current = len(steps) - 1
        elif len(steps) != len(self._steps):
            new = [place for place, step in enumerate(steps) if step not in self._steps]
            self._current = new[-1] if new else min(self._current, len(steps) - 1)
        is_new = self._chain is None
        self._chain, self._steps = moment.id, steps
        self._show(moment, sheet)
        if is_new:
            self.room.allow_anew()

    def _leave(self) -> None:
        if self._chain is None:
            return
        had_focus = self.strip.isAncestorOf(self.room.host.focusWidget() or self.room.host)
        self._chain, self._steps = None, ()
        self._stills.forget()
        self.strip.hide()
        if had_focus:
            self.room.host.setFocus()
        self.room.allow_anew()

    def _show(self, moment: Moment, sheet: Sheet) -> None:
        current = self._steps[self._current]
        shown = [ShownStep(_sentence(step), step.at.text, outside=step.at not in moment.span) for step in self._steps]
        pair = chains.Pair.of_role(sheet.recording.role)
        following = Step(moment.span.end, *pair.next_after(self._steps[-1]))
        self.strip.who.chips["guider"].setVisible(sheet.recording.role != "interaction")
        self.strip.show_steps(
            shown, current=self._current, who=current.actor or "", what=current.role or "", following=_sentence(following)
        )
        self.strip.show_keys(self._keys())
        self.strip.show_choice(chosen=moment.clip_id is not None, private=moment.private)
        self._stills.show(moment)
        self.strip.show()

    def _keys(self) -> StripKeys:
        """As they are pressed now: the user may have changed them."""

        def of(action_id: str) -> str:
            action = self.room.host.findChild(QAction, action_id)
            return "" if action is None else action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

        return StripKeys(of("chain.step"), of("chain.who"), of("chain.what"), of("chain.end"), of("moment.choose"))

    # What is done

    def step(self) -> None:
        """The key: the next step of the chain one is at, or the first of a new one."""
        sheet, now, player = self.room.sheet, self.room.stage.now, self.room.stage.player
        if sheet is None or player is None:
            return
        library = self.room.desk.library
        going_on = to_go_on_with(sheet.moment, now, looked_at=not player.playing or player.then is Then.AGAIN)
        if going_on is not None:
            self._keep(lambda: chains.add_step(library, going_on.id, at=now))
        else:
            self._keep(lambda: chains.begin_chain(library, sheet.recording.id, at=now))

    def add_here(self) -> None:
        """By hand: to the chain shown, wherever the picture is."""
        chain, library, now = self._chain, self.room.desk.library, self.room.stage.now
        if chain is not None:
            self._keep(lambda: chains.add_step(library, chain, at=now))

    def go_to(self, place: int) -> None:
        """Shows the step's picture; the words on the strip are of this one then."""
        if self.room.sheet is not None and 0 <= place < len(self._steps):
            self._current = place
            self.room.stage.pause()
            self.room.stage.seek(self._steps[place].at)
            self.sheet_shown(self.room.sheet)

    def remove(self, place: int) -> None:
        chain, library = self._chain, self.room.desk.library
        if chain is None:
            return
        had_focus = self.strip.isAncestorOf(self.room.host.focusWidget() or self.room.host)
        self._current = max(0, place - 1) if place <= self._current else self._current
        if self._keep(lambda: chains.remove_step(library, chain, place)):
            self.room.desk.notices.offer("The step is removed.", "Undo", partial(self._undo, chain))
            if had_focus and self._chain is not None:
                self.strip.focus_step(place)

    def _undo(self, chain: UUID) -> None:
        self.room.undo()
        self.room.refresh(select=chain)

    def turn_who(self) -> None:
        """The other one, then both."""
        if self._chain is not None and self.room.sheet is not None:
            pair = chains.Pair.of_role(self.room.sheet.recording.role)
            self._change(actor=_after(self._steps[self._current].actor, (pair.first, pair.second, "both")))

    def turn_what(self) -> None:
        if self._chain is not None:
            self._change(role=_after(self._steps[self._current].role, CHAIN_ROLES))

    def print(self) -> None:
        """On one page, where the user says."""
        chain, library = self._chain, self.room.desk.library
        if chain is None:
            return
        out = self.ask(self.room.host, "Save the chain as a page", "chain.pdf")
        if out is None:
            return

        def work(job: Job) -> Path:
            from vig_tool.work.chain_page import write_chain_page  # what makes PDFs is only fetched for one

            return write_chain_page(library, chain, out=out, job=job)

        self.room.desk.tasks.run(work, title="Putting the page together", done=self._printed)

    def _printed(self, out: Path) -> None:
        self.room.desk.notices.say(f"Saved as “{out.name}”. Outside the library it is no longer protected.")

    def _change(self, *, actor: str | None = None, role: str | None = None) -> None:
        chain, place, library = self._chain, self._current, self.room.desk.library
        if chain is not None:
            self._keep(lambda: chains.change_step(library, chain, place, actor=actor, role=role))

    def _keep(self, use: Callable[[], Done[Moment]]) -> bool:
        """On disk, then on the screen."""
        room = self.room
        done = room.marking.done(use)
        if done is None:
            return False
        if room.sheet is not None:
            room.show_sheet(room.sheet.keeping(done.value))
        return True


def _sentence(step: Step) -> str:
    said = chains.step_words(step.actor, step.role)
    return said[:1].upper() + said[1:]


def _after(word: str | None, words: tuple[str, ...]) -> str:
    return words[(words.index(word) + 1) % len(words)] if word in words else words[0]
