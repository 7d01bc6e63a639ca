"""The view goes with a face steadily: trembling does not move it, and it arrives without a jolt."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.video.camera import eased, steadied
from app.video.looking import Look


def test_a_face_that_trembles_leaves_the_view_still() -> None:
    order, held = random.Random(3), Look(zoom=3.0, x=0.4, y=0.5)
    for _ in range(300):
        seen = Look(zoom=3.0 * order.uniform(0.95, 1.05), x=0.4 + order.uniform(-0.008, 0.008), y=0.5 + order.uniform(-0.008, 0.008))
        assert steadied(held, seen) == held


def test_a_face_that_goes_is_followed_evenly() -> None:
    held, places = Look(zoom=3.0, x=0.2, y=0.5), []
    for step in range(120):
        held = steadied(held, Look(zoom=3.0, x=0.2 + 0.004 * step, y=0.5))
        places.append(held.x)
    moves = [after - before for before, after in pairwise(places)]
    assert abs(places[-1] - (0.2 + 0.004 * 119)) <= 0.014
    started = moves[10:]
    assert max(started) - min(started) < 1e-9  # as evenly as the face


@given(zoom=st.floats(1, 8), x=st.floats(0, 1), y=st.floats(0, 1), part=st.floats(0.02, 2))
def test_it_comes_nearer_with_every_step_and_arrives(zoom: float, x: float, y: float, part: float) -> None:
    now, to = Look(zoom=2.0, x=0.5, y=0.5), Look(zoom=zoom, x=x, y=y)
    for _ in range(1000):
        before, now = now, eased(now, to, part)
        assert abs(now.x - to.x) <= abs(before.x - to.x) + 1e-12
        assert abs(now.zoom - to.zoom) <= abs(before.zoom - to.zoom) + 1e-9
        if now == to:
            return
    raise AssertionError("it never arrived")
