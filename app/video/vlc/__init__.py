"""The VLC engine: libVLC drawing into memory."""
