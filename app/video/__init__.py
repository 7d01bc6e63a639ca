"""Playback: one painted view, the port, the two engines, the exact stepper."""
