"""Which engine plays: Automatic (Qt, and VLC where Qt cannot open a film), VLC, or Qt."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from app.video.farewell import Farewell
from app.video.film import Film
from app.video.port import Engine
from app.video.qt.engine import QtEngine
from app.video.vlc.engine import LOST_IN, VlcEngine, VlcLibrary, vlc_there
from app.video.watch import Aside


class EngineChoice(Enum):
    """The setting, with the words the library keeps it under."""

    AUTOMATIC = "automatic"
    VLC = "vlc"
    QT = "qt"


class Engines:
    """Makes engines as the setting says. `wiring` builds one and gives it to every player; a changed `choice` counts from the next film.

    VLC itself is loaded when it is first needed. `aside` keeps and counts engines that hung, `farewell` keeps players that were left.
    """

    def __init__(self, choice: EngineChoice = EngineChoice.AUTOMATIC, *, vlc: VlcLibrary | None = None) -> None:
        self.choice = choice
        self.aside = Aside()
        self.farewell = Farewell()
        self._vlc = vlc or VlcLibrary()

    def candidates(self, film: Film | None = None) -> tuple[Callable[[], Engine], ...]:
        """In the order to be tried. VLC chosen: Qt where VLC is not there, and first in a film in which VLC does not know where it is."""
        qt: Callable[[], Engine] = QtEngine
        if self.choice is EngineChoice.QT:
            return (qt,)
        vlc: tuple[Callable[[], Engine], ...] = () if vlc_there() else (self._make_vlc,)
        if self.choice is EngineChoice.VLC and (film is None or film.container not in LOST_IN):
            return (*vlc, qt)
        return (qt, *vlc)

    def _make_vlc(self) -> Engine:
        return VlcEngine(self._vlc)


def vlc_missing() -> str | None:
    """Why VLC cannot be chosen, as a sentence for the settings; None where it can."""
    return vlc_there()
