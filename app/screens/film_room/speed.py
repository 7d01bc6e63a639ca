"""How fast the film runs: each press of L goes one up, Shift+L one down."""

from __future__ import annotations

RATES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)


def faster(rate: float, *, playing: bool) -> float:
    """From standing still, L plays at the usual speed; after that each press goes one up."""
    if not playing:
        return 1.0
    return next((one for one in RATES if one > rate), RATES[-1])


def slower(rate: float, *, playing: bool) -> float:
    """From standing still it plays at half the speed."""
    if not playing:
        return min(rate, 0.5)
    return next((one for one in reversed(RATES) if one < rate), RATES[0])


def rate_words(rate: float) -> str:
    """ "1×", "0.5×"."""
    return f"{rate:g}×"
