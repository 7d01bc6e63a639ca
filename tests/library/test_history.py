"""Edits as data: what is taken back, what comes again, and what has changed since is left alone."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy import select

from tests.library.conftest import PASSPHRASE, family_of
from vig_tool.errors import Refused
from vig_tool.library import history, moments
from vig_tool.library.models import Clip, Cycle, Edit, Moment, ParentWords, Review, TrailEntry
from vig_tool.library.opening import Library, open_library


def tag(lib: Library, recording_id: uuid.UUID, scope: uuid.UUID, *, start: int = 0, label: str = "Tag") -> uuid.UUID:
    with lib.change("moment.added", scope=scope, label=label) as unit:
        moment = Moment(recording_id=recording_id, start_us=start, end_us=start + 1_000_000, note="hand on his arm")
        unit.session.add(moment)
        moments.set_principles(unit.session, moment, ["touch", "turns"])
        return moment.id


def cut(lib: Library, moment_id: uuid.UUID, cycle_id: uuid.UUID, scope: uuid.UUID) -> uuid.UUID:
    with lib.change("clip.added", scope=scope, label="Clip") as unit:
        moment = moments.get(unit.session, moment_id)
        clip = Clip(cycle_id=cycle_id, recording_id=moment.recording_id, moment_id=moment_id, start_us=0, end_us=1, place=0)
        unit.session.add(clip)
        unit.session.flush()
        return clip.id


def state(lib: Library) -> list[tuple[object, ...]]:
    with lib.reading() as session:
        held = [
            (m.id, m.start_us, m.end_us, m.note, tuple(p.principle for p in m.principles))
            for m in session.scalars(select(Moment).order_by(Moment.id))
        ]
        clips = [(c.id, c.place, c.moment_id, c.start_us) for c in session.scalars(select(Clip).order_by(Clip.id))]
        words = [(w.id, w.clip_id, w.text) for w in session.scalars(select(ParentWords).order_by(ParentWords.id))]
    return [*held, *clips, *words]


def test_tag_undo_redo(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    moment_id = tag(lib, recording_id, scope, label="Tag “Touch”")
    tagged = state(lib)
    taken = history.undo(lib, scope)
    assert taken.label == "Tag “Touch”"
    assert taken.changes == {("moment", moment_id)}
    assert state(lib) == []
    with lib.reading() as session:
        assert history.labels(session, scope) == ("", "Tag “Touch”")
    history.redo(lib, scope)
    assert state(lib) == tagged
    with pytest.raises(Refused, match="nothing to do again"):
        history.redo(lib, scope)
    with lib.reading() as session:
        actions = list(session.scalars(select(TrailEntry.action).order_by(TrailEntry.seq)))
    assert actions[-3:] == ["moment.added", "edit.undone", "edit.redone"]


def test_it_survives_a_restart(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    tag(lib, recording_id, scope)
    lib.close()
    again = open_library(lib.folder, PASSPHRASE)
    history.undo(again, scope)
    assert state(again) == []
    again.close()
    once_more = open_library(lib.folder, PASSPHRASE)
    history.redo(once_more, scope)
    assert len(state(once_more)) == 1
    once_more.close()


def test_a_new_edit_drops_the_undone_ones(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    tag(lib, recording_id, scope)
    history.undo(lib, scope)
    tag(lib, recording_id, scope, label="Other")
    with lib.reading() as session:
        assert history.labels(session, scope) == ("Other", "")


def test_scopes_are_apart(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    tag(lib, recording_id, scope)
    with pytest.raises(Refused, match="nothing to undo"):
        history.undo(lib, uuid.uuid4())
    assert len(state(lib)) == 1


def test_what_changed_since_is_left_alone(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    moment_id = tag(lib, recording_id, scope)
    with lib.change("moment.changed") as unit:
        moments.get(unit.session, moment_id).note = "written elsewhere"
    before = state(lib)
    with pytest.raises(Refused, match="changed since"):
        history.undo(lib, scope)
    assert state(lib) == before
    with pytest.raises(Refused, match="nothing to undo"):  # it does not stand in the way of older edits for ever
        history.undo(lib, scope)


def test_links_come_back_with_what_they_point_at(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    moment_id = tag(lib, recording_id, scope)
    clip_id = cut(lib, moment_id, cycle_id, scope)
    with lib.change("words.kept", scope=scope, label="Words") as unit:
        review = Review(cycle_id=cycle_id, resume_clip_id=clip_id)
        unit.session.add(review)
        unit.session.flush()
        unit.session.add(ParentWords(review_id=review.id, clip_id=clip_id, text="He looked at me!"))
    full = state(lib)
    with lib.change("clip.removed", scope=scope, label="Remove clip") as unit:
        unit.session.delete(moments.clip(unit.session, clip_id))
    with lib.change("moment.removed", scope=scope, label="Remove moment") as unit:
        unit.session.delete(moments.get(unit.session, moment_id))
    assert len(state(lib)) == 1  # the parent's words outlive both
    history.undo(lib, scope)
    taken = history.undo(lib, scope)
    assert state(lib) == full
    assert ("clip", clip_id) in taken.changes
    assert "review" in {kind for kind, _ in taken.changes}
    with lib.reading() as session:
        assert session.scalars(select(Review.resume_clip_id)).one() == clip_id
    for _ in range(3):
        history.undo(lib, scope)
    assert state(lib) == []
    for _ in range(5):
        history.redo(lib, scope)
    assert len(state(lib)) == 1


def test_undoing_what_something_else_rests_on_is_refused(lib: Library, cycle_id: uuid.UUID) -> None:
    from tests.library.conftest import take_in

    scope = family_of(lib, cycle_id)
    with lib.change("cycle.added", scope=scope, label="Add cycle 2") as unit:
        cycle = Cycle(family_id=scope, number=2, question="And now?")
        unit.session.add(cycle)
    take_in(lib, cycle.id)
    with pytest.raises(Refused, match="changed since"):
        history.undo(lib, scope)
    with lib.reading() as session:
        assert session.get(Cycle, cycle.id) is not None


def test_an_edit_that_changes_nothing_leaves_no_trace(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    moment_id = tag(lib, recording_id, scope)
    with lib.reading() as session:
        before = session.query(TrailEntry).count(), session.query(Edit).count()
    with lib.change("moment.changed", scope=scope, label="Note") as unit:
        moments.get(unit.session, moment_id).note = "hand on his arm"
    assert unit.changes == frozenset()
    with lib.reading() as session:
        assert (session.query(TrailEntry).count(), session.query(Edit).count()) == before


def test_what_fails_is_rolled_back_with_trail_and_edit(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID) -> None:
    scope = family_of(lib, cycle_id)
    with lib.reading() as session:
        before = session.query(TrailEntry).count()

    def fail() -> None:
        with lib.change("moment.added", scope=scope, label="Tag") as unit:
            unit.session.add(Moment(recording_id=recording_id, start_us=0, end_us=1))
            unit.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert state(lib) == []
    with lib.reading() as session:
        assert session.query(TrailEntry).count() == before
        assert session.query(Edit).count() == 0


def test_old_edits_are_let_go(lib: Library, recording_id: uuid.UUID, cycle_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vig_tool.library.unit.KEPT_EDITS", 3)
    scope = family_of(lib, cycle_id)
    for number in range(6):
        tag(lib, recording_id, scope, label=f"Tag {number}")
    with lib.reading() as session:
        assert list(session.scalars(select(Edit.label).order_by(Edit.number))) == ["Tag 3", "Tag 4", "Tag 5"]
