"""The shared review's window: what the parent sees. Also shows the guider, beforehand, what the parent will see."""

from app.widgets.show.keeper import Keeper, Kept
from app.widgets.show.reel import ReelWindow
from app.widgets.show.window import ShowWindow

__all__ = ["Keeper", "Kept", "ReelWindow", "ShowWindow"]
