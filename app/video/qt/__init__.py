"""The Qt engine: QMediaPlayer in a thread of its own."""
