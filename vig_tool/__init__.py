"""VIG Tool: the core. No Qt, no VLC; a script can do everything the app does."""

__version__ = "0.1.0"
