"""What the parent sees: the shared review's window, and the reel played in one go."""

from app.widgets.show.keeper import Keeper, Kept
from app.widgets.show.reel import ReelWindow
from app.widgets.show.window import ShowWindow

__all__ = ["Keeper", "Kept", "ReelWindow", "ShowWindow"]
