"""Words on pictures stay inside the picture, whatever they are."""

from __future__ import annotations

import numpy as np
import pytest

from vig_tool.media.reels.titles import PAPER, Caption, title_card

WORDS = [
    "Why?",
    "What am I doing that helps him feel close to me?",
    "Jak mogę zauważyć, że Łukasz chce się ze mną bawić, i czego potrzebuje ode mnie, gdy ağlıyor?",
    "word " * 120,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4,
    "one line\nanother line",
]


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (320, 180), (180, 320)])
def test_a_card_holds_its_words_with_a_margin(text: str, width: int, height: int) -> None:
    card = title_card(text, width=width, height=height)
    assert card.shape == (height, width, 3)
    written = np.argwhere(np.abs(card.astype(int) - PAPER).max(axis=2) > 40)
    assert len(written) > 20
    (top, left), (bottom, right) = written.min(axis=0), written.max(axis=0)
    assert left >= width * 0.08
    assert right <= width * 0.92
    assert top >= height * 0.08
    assert bottom <= height * 0.95


@pytest.mark.parametrize("text", WORDS)
@pytest.mark.parametrize(("width", "height"), [(1280, 720), (320, 180), (180, 320)])
def test_a_caption_stays_low_and_inside(text: str, width: int, height: int) -> None:
    picture = np.full((height, width, 3), 200, np.uint8)
    made = Caption(text, width=width, height=height).on(picture)
    assert (picture == 200).all()
    changed = np.argwhere((made != 200).any(axis=2))
    assert changed[:, 0].min() > height * 0.55
    assert changed[:, 0].max() < height - 2
    assert changed[:, 1].min() > 0
    assert changed[:, 1].max() < width - 1


def test_no_word_is_left_alone_on_the_last_line() -> None:
    text = "He waits a little, and she answers him with a long, warm smile of her own"
    strip = Caption(text, width=640, height=360).strip
    ink = (strip[:, :, :3].astype(int).sum(axis=2) > 400).any(axis=1)
    starts = np.flatnonzero(np.diff(ink.astype(int), prepend=0) == 1)
    assert len(starts) >= 2, "it fits on one line"
    middle = strip.shape[0] // 2
    wide = []
    for half in (strip[:middle], strip[middle:]):
        columns = np.flatnonzero((half[:, :, :3].astype(int).sum(axis=2) > 400).any(axis=0))
        wide.append(int(np.ptp(columns)))
    assert min(wide) > 0.7 * max(wide)


def test_a_question_already_in_quotes_is_not_quoted_twice() -> None:
    assert (title_card("“Why?”", width=640, height=360) == title_card("Why?", width=640, height=360)).all()
