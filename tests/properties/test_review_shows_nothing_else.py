"""Over random libraries: what the review receives, and what its window says, holds nothing that was not chosen for the parent."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.announce import Announcer
from app.notices import Notices
from app.rooms import Desk
from app.screens.review.keeping import LibraryKeeper
from app.tasks import Tasks
from app.theme.theme import Theme
from app.video.choice import EngineChoice, Engines
from app.video.player import Player
from app.widgets.show import ShowWindow
from app.widgets.show.reel import ReelWindow
from tests.work.conftest import take_in
from vig_tool.errors import Refused
from vig_tool.timing import SECOND, FrameIndex, Span
from vig_tool.work import clips, families, opening, review, tagging
from vig_tool.work.opening import Library

PRINCIPLES = ("attentive", "following", "turns", "expression", "touch", "play")


@dataclass(frozen=True)
class Marked:
    start: int
    length: int
    principles: tuple[str, ...]
    private: bool
    star: bool
    chosen: bool


@dataclass
class Secrets:
    """What the parent must not see, and what belongs to other cycles."""

    words: set[str] = field(default_factory=set)
    ids: set[UUID] = field(default_factory=set)
    private: dict[UUID, list[Span]] = field(default_factory=dict)

    def word(self, kind: str) -> str:
        made = f"{kind}{uuid4().hex[:10]}"
        self.words.add(made)
        return made


marked = st.builds(
    Marked,
    start=st.integers(0, 50),
    length=st.integers(1, 9),
    principles=st.lists(st.sampled_from(PRINCIPLES), unique=True, max_size=3).map(tuple),
    private=st.booleans(),
    star=st.booleans(),
    chosen=st.booleans(),
)
films_of_a_cycle = st.lists(st.lists(marked, max_size=5), min_size=1, max_size=2)


@pytest.fixture(scope="module")
def lib(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = opening.create_library(tmp_path_factory.mktemp("kept") / "library", "blue kettle on the windowsill").library
    yield library
    library.close()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(cycles=st.lists(films_of_a_cycle, min_size=2, max_size=2))
def test_the_review_holds_nothing_else(lib: Library, qapp: QApplication, cycles: list[list[list[Marked]]]) -> None:
    secrets = Secrets()
    code = f"Q{uuid4().hex[:8]}"
    family = families.add_family(lib, code).value.id
    secrets.words |= {code, *PRINCIPLES, "only for me"}
    secrets.word("person")
    families.add_person(lib, family, role="child", name=sorted(word for word in secrets.words if word.startswith("person"))[0])
    made = [families.add_cycle(lib, family, question=f"What is it that helps us {place}?").value.id for place in range(2)]
    own: set[UUID] = set()
    for place, (cycle, films) in enumerate(zip(made, cycles, strict=True)):
        for film in films:
            ids = fill(lib, cycle, film, secrets)
            own |= ids if place == 0 else set()
            secrets.ids |= ids if place == 1 else set()
    secrets.words |= {principle.name.lower() for principle in tagging.scheme_for(lib, first_recording(lib, made[0])).principles}
    try:
        show = review.prepare_show(lib, made[0])
    except Refused:
        return
    assert {clip.clip_id for clip in show.clips} <= own
    for clip in show.clips:
        assert not any(clip.span.overlaps(hidden) for hidden in secrets.private.get(clip.film.recording_id, []))
    held = Held()
    held.walk(show)
    held.check(secrets)
    spoken = Held()
    for window in windows(lib, show):
        spoken.words |= set(words_in(window))
    assert any(show.question in word for word in spoken.words)
    secrets.words -= set(PRINCIPLES)  # "Play" stands on a button; a principle is told by its name
    spoken.check(secrets)


def fill(lib: Library, cycle: UUID, film: list[Marked], secrets: Secrets) -> set[UUID]:
    """One film with its moments and clips; the clips' ids."""
    recording = take_in(lib, cycle)
    chosen = set()
    for one in film:
        span = Span.of_us(one.start * SECOND, (one.start + one.length) * SECOND)
        moment = tagging.add_moment(
            lib, recording, span=span, principles=one.principles, note=secrets.word("note"), private=one.private, star=one.star
        ).value
        secrets.ids.add(moment.id)
        if one.private:
            secrets.private.setdefault(recording, []).append(moment.span)
        if one.chosen:
            clip = clips.add_clip(lib, recording, span=span, title=secrets.word("title")).value
            clips.change_clip(lib, clip.id, caption=secrets.word("caption"))
            chosen.add(clip.id)
    return chosen


def first_recording(lib: Library, cycle: UUID) -> UUID:
    from vig_tool.work.importing import list_recordings

    return list_recordings(lib, cycle_id=cycle)[0].id


def windows(lib: Library, show: review.Show) -> Iterator[QWidget]:
    """The review with its strips open, and the reel."""
    tasks = Tasks()
    desk = Desk(library=lib, tasks=tasks, notices=Notices(), announcer=Announcer())
    engines = Engines(EngineChoice.QT)
    window = ShowWindow(show, Player(engines), LibraryKeeper(desk, show, tasks), Theme())
    window.strip.open_reflection()
    yield from passing(window)
    yield from passing(ReelWindow(show, Player(engines), Theme()))


def passing(window: QWidget) -> Iterator[QWidget]:
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Held:
    """Everything that can be reached from an object."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.ids: set[UUID] = set()
        self._seen: set[int] = set()

    def walk(self, thing: object) -> None:
        if id(thing) in self._seen or isinstance(thing, (int, float, bytes, type(None), np.ndarray, FrameIndex)):
            return
        self._seen.add(id(thing))
        if isinstance(thing, str):
            self.words.add(thing)
        elif isinstance(thing, Path):
            self.words.add(str(thing))
        elif isinstance(thing, UUID):
            self.ids.add(thing)
        elif isinstance(thing, dict):
            for pair in thing.items():
                self.walk(pair)
        elif isinstance(thing, (tuple, list, set, frozenset)):
            for one in thing:
                self.walk(one)
        elif dataclasses.is_dataclass(thing):
            for one_field in dataclasses.fields(thing):
                self.walk(getattr(thing, one_field.name))
        else:
            for value in getattr(thing, "__dict__", {}).values():
                self.walk(value)

    def check(self, secrets: Secrets) -> None:
        assert not self.ids & secrets.ids
        for text in self.words:
            single = set(re.findall(r"[\w-]+", text.lower()))
            for secret in secrets.words:
                if " " in secret:
                    assert secret not in text.lower()
                else:
                    assert secret.lower() not in single, f"“{secret}” is in “{text}”"


def words_in(widget: QWidget) -> list[str]:
    """Everything a widget and its children say to eyes and screen readers."""
    said: list[str] = []
    for one in (widget, *widget.findChildren(QWidget)):
        said += [one.windowTitle(), one.toolTip(), one.accessibleName(), one.accessibleDescription(), one.statusTip(), one.whatsThis()]
        for name in ("words", "text", "placeholderText", "toPlainText"):
            word = getattr(one, name, "")
            word = word() if callable(word) else word
            said += [word] if isinstance(word, str) else []
    for action in widget.actions():
        said += [action.text(), action.toolTip()]
    return [word for word in said if word]
