"""What the time line says of itself to those who hear it instead of seeing it."""

from __future__ import annotations

from app.widgets.timeline.marks import Mark
from vig_tool.timing import Span


def description(count: int, chosen: int, selected: Mark | None, damage: str) -> str:
    """How many moments there are, how many are chosen, which of them keys are about and when it is."""
    said = ["1 moment." if count == 1 else f"{count} moments."]
    if chosen > 1:
        said.append(f"{chosen} chosen.")
    if selected is not None:
        signs = [word for word, on in (("starred", selected.star), ("private", selected.private), ("in the review", selected.clip)) if on]
        if len(selected.steps) > 1:
            signs.append(f"a chain of {len(selected.steps)} steps")
        name = selected.words.partition("\n")[0] or "A moment"
        said.append(f"Selected: {', '.join([name, times(selected.span), *signs])}.")
    return " ".join([*said, damage]).strip()


def times(span: Span) -> str:
    return f"{span.start.text} – {span.end.text}"
