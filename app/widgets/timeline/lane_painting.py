"""Draws the marks of one lane: many at once, so that five thousand cost no more than the pixels they stand on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from app.theme.theme import Theme
from app.theme.tokens import Role, Size, Space, Text
from app.widgets.timeline.heap import paint_heap
from app.widgets.timeline.laid import OUTSIDE_PX, Seen
from app.widgets.timeline.look import STEP_RADIUS, Look, Looks
from app.widgets.timeline.marks import Lane, Mark
from app.widgets.timeline.scale import TimeScale
from vig_tool.timing import Span

_ROUNDED_UP_TO = 8
"""Round corners and dashes cost ten times what straight lines do; where there are so many marks nobody sees them."""

_STEPS_APART = 2.5 * STEP_RADIUS


def mark_box(box: QRectF, scale: TimeScale, span: Span, theme: Theme) -> QRectF:
    """Where a mark by itself stands in its lane's box; never narrower than its shape, and cut a little outside the box."""
    left = max(-OUTSIDE_PX, scale.x(span.start))
    right = max(left + theme.px(Size.MARK), min(scale.x(span.end), box.width() + OUTSIDE_PX))
    inset = theme.px(3)
    return QRectF(box.left() + left, box.top() + inset, right - left, box.height() - 2 * inset)


def paint_lane(painter: QPainter, box: QRectF, seen: Seen, scale: TimeScale, looks: Looks, *, skip: frozenset[UUID]) -> None:
    """All marks in sight but those of `skip`: colour and shape; private: hatched, without fill; starred: a star; made into a clip: a line
    below; a chain: its steps, linked. What stands too close for that is drawn as a heap, merged where it covers the same pixels."""
    laid, look = seen.laid, looks.of(seen.laid.lane)
    there = np.ones(len(seen.places), np.bool_)
    if skip:
        there &= np.fromiter((laid.marks[n].id not in skip for n in seen.places), np.bool_, len(seen.places))
    row = box.adjusted(0, looks.inset, 0, -looks.inset)
    paint_heap(painter, row, seen, there & seen.heaped, look, looks)
    single = np.flatnonzero(there & ~seen.heaped)
    if not len(single):
        return
    longest_first = single[np.argsort((seen.left - seen.right)[single], kind="stable")]
    top, high, before, places = row.top(), row.height(), row.left(), seen.places[longest_first]
    lefts, rights = (seen.left[longest_first] + before).tolist(), (seen.right[longest_first] + before).tolist()
    bodies = [QRectF(left, top, right - left, high) for left, right in zip(lefts, rights, strict=True)]
    private, star, clip = laid.private[places], laid.star[places], laid.clip[places]
    for hidden in (False, True):
        paint_bodies(painter, [bodies[n] for n in np.flatnonzero(private == hidden)], look, private=hidden)
    middle = round(row.center().y() - looks.side / 2)  # whole pixels: anything else is drawn ten times slower
    for left, hidden in zip(lefts, private.tolist(), strict=True):
        painter.drawPixmap(QPoint(round(left), middle), look.hollow if hidden else look.shape)
    for n in np.flatnonzero(star):
        painter.drawPixmap(QPoint(round(lefts[n] + looks.side + 1), middle), looks.star)
    _paint_clips(painter, [bodies[n] for n in np.flatnonzero(clip)], looks)
    first, per_px = scale.first_us, scale.us_per_px
    chained = np.flatnonzero(laid.chain[places]).tolist()
    chains = [(bodies[n], [before + (step.us - first) / per_px for step in laid.marks[places[n]].steps]) for n in chained]
    _paint_chains(painter, chains, looks)


def paint_alone(painter: QPainter, box: QRectF, mark: Mark, lane: Lane, scale: TimeScale, looks: Looks) -> QRectF:
    """One mark with all its signs in its lane's box, whatever stands there; where it was drawn."""
    look, body = looks.of(lane), mark_box(box, scale, mark.span, looks.theme)
    paint_bodies(painter, [body], look, private=mark.private)
    middle = round(body.center().y() - looks.side / 2)
    painter.drawPixmap(QPoint(round(body.left()), middle), look.hollow if mark.private else look.shape)
    if mark.star:
        painter.drawPixmap(QPoint(round(body.left() + looks.side + 1), middle), looks.star)
    _paint_clips(painter, [body] if mark.clip else [], looks)
    if len(mark.steps) > 1:
        _paint_chains(painter, [(body, [box.left() + scale.x(step) for step in mark.steps])], looks)
    return body


def paint_bodies(painter: QPainter, boxes: Sequence[QRectF], look: Look, *, private: bool) -> None:
    if not boxes:
        return
    if private:
        for one in boxes:
            painter.fillRect(one, look.ground)
    few = len(boxes) <= _ROUNDED_UP_TO
    painter.setPen(QPen(look.edge, 1.25, Qt.PenStyle.DashLine if private and few else Qt.PenStyle.SolidLine))
    painter.setBrush(QBrush(look.edge, Qt.BrushStyle.BDiagPattern) if private else look.fill)
    if few:
        for one in boxes:
            painter.drawRoundedRect(one, Space.HAIR, Space.HAIR)
    else:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.drawRects(boxes)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_chosen(painter: QPainter, box: QRectF, theme: Theme, *, current: bool) -> None:
    """A frame around a chosen mark; the one that keys are about has handles at its ends as well."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour(Role.INK), Size.FOCUS))
    painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), Space.HAIR, Space.HAIR)
    if current:
        painter.setBrush(theme.colour(Role.INK))
        painter.setPen(Qt.PenStyle.NoPen)
        for x in (box.left() - 2, box.right() - 2):
            painter.drawRoundedRect(QRectF(x, box.center().y() - box.height() / 4, 4, box.height() / 2), 2, 2)


def paint_label(painter: QPainter, box: QRectF, lane: Lane, count: int, looks: Looks, *, beside: bool) -> None:
    """Shape, name and how many. `beside`: a scroll bar stands at its right."""
    theme, side = looks.theme, looks.side
    box = box.adjusted(0, 0, -theme.px(Space.MEDIUM), 0) if beside else box
    painter.drawPixmap(QPointF(box.left(), box.center().y() - side / 2), looks.of(lane).shape)
    painter.setFont(theme.font(Text.SMALL))
    metrics = QFontMetricsF(painter.font())
    number = str(count) if count else ""
    taken = metrics.horizontalAdvance(number) + Space.SMALL
    name = metrics.elidedText(lane.name, Qt.TextElideMode.ElideRight, box.width() - side - Space.SMALL - taken)
    painter.setPen(theme.colour(Role.INK if count else Role.SOFT_INK))
    painter.drawText(box.adjusted(side + Space.SMALL, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, name)
    painter.setPen(theme.colour(Role.SOFT_INK))
    painter.drawText(box.adjusted(0, 0, -Space.SMALL, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, number)


def _paint_clips(painter: QPainter, bodies: Sequence[QRectF], looks: Looks) -> None:
    if bodies:
        painter.setPen(QPen(looks.ink, 2))
        painter.drawLines([QLineF(body.left(), body.bottom() + 2, body.right(), body.bottom() + 2) for body in bodies])


def _paint_chains(painter: QPainter, chains: Sequence[tuple[QRectF, Sequence[float]]], looks: Looks) -> None:
    """In each body a dot at the time of each step, linked in their order. Steps that would touch each other are one dot."""
    links: list[QLineF] = []
    dots: list[QPoint] = []
    for body, places in chains:
        y, first = body.bottom() - STEP_RADIUS - 1.5, body.left() + STEP_RADIUS
        last, before = max(first, body.right() - STEP_RADIUS), -1e9
        spots = []
        for place in sorted(places):
            x = min(max(place, first), last)
            if x - before >= _STEPS_APART:
                spots.append(x)
                before = x
        links.append(QLineF(spots[0], y, spots[-1], y))
        dots += [QPoint(round(x - STEP_RADIUS - 1), round(y - STEP_RADIUS - 1)) for x in spots]
    if links:
        painter.setPen(QPen(looks.ink, 1.5))
        painter.drawLines(links)
        for dot in dots:
            painter.drawPixmap(dot, looks.step)
