"""One unit of work: a transaction in which a user's action, its trail entry and its edit are kept together or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from vig_tool.library.models import Edit
from vig_tool.library.rows import Recorder, RowChange, Thing
from vig_tool.library.trail import Signer, write_entry

KEPT_EDITS = 300
"""How many edits of one scope can be taken back."""


class Unit:
    """What a use case works in. `session` for its rows; `about` and `note` for the trail; `changes` (also afterwards) for the screens."""

    def __init__(self, session: Session, signer: Signer, library_id: uuid.UUID) -> None:
        self.session = session
        self._signer = signer
        self._library_id = library_id
        self._recorder = Recorder(session)
        self._object_id: uuid.UUID | None = None
        self._facts: dict[str, object] = {}

    @property
    def changes(self) -> frozenset[Thing]:
        """Kind and id of everything touched."""
        return self._recorder.things

    def about(self, object_id: uuid.UUID) -> None:
        """Which thing the trail entry is of."""
        self._object_id = object_id

    def note(self, facts: Mapping[str, object]) -> None:
        """Adds ids, numbers and plain words to the trail entry."""
        self._facts.update(facts)

    def rows(self) -> list[RowChange]:
        """What was done to undoable rows so far, parents first."""
        return self._recorder.rows()

    def finish(self, action: str, *, scope: uuid.UUID | None, label: str | None) -> None:
        """Writes trail entry and, with a label, the edit. An edit that came to nothing leaves no trace."""
        rows = self.rows()
        if label and not rows and not self._recorder.things:
            return
        if label and rows:
            if scope is None:
                raise ValueError("an edit needs a scope")
            self._keep_edit(action, scope, label, rows)
        facts = self._facts | ({"changed": _by_kind(self.changes)} if self.changes else {})
        write_entry(self.session, self._signer, self._library_id, action=action, object_id=self._object_id, facts=facts)

    def _keep_edit(self, action: str, scope: uuid.UUID, label: str, rows: list[RowChange]) -> None:
        number = (self.session.scalar(select(func.max(Edit.number))) or 0) + 1
        self.session.execute(delete(Edit).where(Edit.scope == scope, Edit.state == "undone"))
        self.session.add(Edit(number=number, scope=scope, action=action, label=label, state="done", rows=[row.to_json() for row in rows]))
        self.session.flush()
        oldest = self.session.scalar(
            select(Edit.number).where(Edit.scope == scope).order_by(Edit.number.desc()).offset(KEPT_EDITS).limit(1)
        )
        if oldest is not None:
            self.session.execute(delete(Edit).where(Edit.scope == scope, Edit.number <= oldest))


def _by_kind(things: frozenset[Thing]) -> dict[str, list[str]]:
    kinds = sorted({kind for kind, _ in things})
    return {kind: sorted(thing_id.hex for held, thing_id in things if held == kind) for kind in kinds}
