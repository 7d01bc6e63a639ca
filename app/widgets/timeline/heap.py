"""A heap of marks: those of one lane that stand too close to be drawn one by one, as one picture in which every pixel is filled once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.widgets.timeline.laid import Seen, covered
from app.widgets.timeline.look import Look, Looks

_NOTCH = 4
"""How a star is marked: a notch of this size at the head."""

_FOOT = 3
"""Room below the bodies, for the line of a clip."""

_HATCH = 5


def paint_heap(painter: QPainter, row: QRectF, seen: Seen, there: NDArray[np.bool_], look: Look, looks: Looks) -> None:
    """The marks `there` of a lane in the `row` their bodies take (it begins at the track's left): filled; private ones hatched, and below
    the others; a notch for a star; a line below for a clip."""
    ratio = looks.ratio
    wide, high = round(row.width() * ratio), round((row.height() + _FOOT) * ratio)
    body = high - round(_FOOT * ratio)
    if wide < 1 or body < 1 or not there.any():
        return
    left, right = seen.left[there] * ratio, seen.right[there] * ratio - 1
    places, laid = seen.places[there], seen.laid
    private, star, clip = laid.private[places], laid.star[places], laid.clip[places]
    edge, fill = np.uint32(look.edge.rgba()), np.uint32(look.fill.rgba())
    none = np.uint32(0)
    hidden, shown = covered(left[private], right[private], wide), covered(left[~private], right[~private], wide)
    sides = _sides(hidden) | _sides(shown)
    shades = np.zeros((high, wide), np.uint32)
    shades[:body] = np.where(sides, edge, np.where(shown, fill, none))
    through, period = np.flatnonzero(hidden & ~shown & ~sides), max(2, round(_HATCH * ratio))
    for line in range(period if len(through) else 0):  # the hatch comes again after so many lines
        shades[line:body:period, through[(through + line) % period == 0]] = edge
    shades[[0, body - 1]] = np.where(hidden | shown, edge, none)
    notch = round(_NOTCH * ratio)
    shades[:notch] = np.where(covered(left[star], left[star] + notch, wide), np.uint32(looks.warm.rgba()), shades[:notch])
    shades[body + round(ratio) :] = np.where(covered(left[clip], right[clip], wide), np.uint32(looks.ink.rgba()), none)
    picture = QImage(shades.data, wide, high, wide * 4, QImage.Format.Format_ARGB32_Premultiplied)
    painter.drawImage(QRectF(row.left(), row.top(), wide / ratio, high / ratio), picture)


def _sides(held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The first and the last pixel of each run."""
    around = np.concatenate([[False], held, [False]])
    return np.asarray(held & ~(around[:-2] & around[2:]))
