"""The sound of the sample film: two voices as distinct soft tones, the ball on the floor, a quiet room. Or clicks, for measuring."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from vig_tool.media.sample.recipe import STORY_SECONDS
from vig_tool.media.sample.story import Story, Syllable

RATE: Final = 48_000
CHANNELS: Final = 2
_PITCH: Final = {"parent": 208.0, "child": 392.0}
_SIDE: Final = {"parent": 0.36, "child": 0.64}  # where the voice stands between left (0) and right (1)
_PARTIALS: Final = {"parent": (1.0, 0.45, 0.22, 0.1, 0.05), "child": (1.0, 0.28, 0.08, 0.03)}
_CLICK_MS: Final = 6

Sound = NDArray[np.float32]


def story_sound(story: Story, seconds: float, seed: int) -> Sound:
    """Float32 (samples, 2) in -1..1 at `RATE`; the story again from its beginning when the film is longer."""
    length = int(STORY_SECONDS * RATE)
    once = np.random.default_rng(seed).normal(0.0, 0.0012, (length, CHANNELS)).astype(np.float32)
    for who, syllables in story.voices.items():
        for syllable in syllables:
            _sing(once, who, syllable)
    for start, end in story.rolls:
        _roll(once, start, end)
    wanted = round(seconds * RATE)
    repeats = -(-wanted // length)
    return np.tile(once, (repeats, 1))[:wanted] if repeats > 1 else once[:wanted]


def click_sound(clicks_us: tuple[int, ...], seconds: float) -> Sound:
    """Silence with a sharp 2 kHz click of 6 ms beginning at each time; float32 (samples, 2)."""
    sound = np.zeros((round(seconds * RATE), CHANNELS), dtype=np.float32)
    time = np.arange(RATE * _CLICK_MS // 1000) / RATE
    click = (0.8 * np.cos(2 * np.pi * 2000 * time) * np.exp(-time * 300)).astype(np.float32)
    for click_us in clicks_us:
        first = round(click_us * RATE / 1_000_000)
        room = sound[first : first + len(click)]
        room += click[: len(room), None]
    return sound


def _sing(sound: Sound, who: str, syllable: Syllable) -> None:
    samples = int(syllable.length * RATE)
    part = np.linspace(0.0, 1.0, samples)
    pitch = _PITCH[who] * (syllable.rise_from + (syllable.rise_to - syllable.rise_from) * part)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    tone = sum(strength * np.sin((n + 1) * phase) for n, strength in enumerate(_PARTIALS[who]))
    softness = np.sin(np.pi * part) ** 0.7 * (1 + 0.06 * np.sin(2 * np.pi * 5.5 * part * syllable.length))
    _mix(sound, 0.16 * tone * softness, syllable.start, _SIDE[who])


def _roll(sound: Sound, start: float, end: float) -> None:
    samples = int((end - start) * RATE)
    part = np.linspace(0.0, 1.0, samples)
    rumble = np.convolve(np.random.default_rng(int(start * 100)).normal(0, 1, samples), np.ones(160) / 160, mode="same")
    _mix(sound, 0.22 * rumble * np.sin(np.pi * part), start, 0.5)


def _mix(sound: Sound, voice: NDArray[np.float64], start: float, side: float) -> None:
    first = int(start * RATE)
    room = sound[first : first + len(voice)]
    room += (voice[: len(room), None] * np.array([1 - side, side]) * 1.3).astype(np.float32)
