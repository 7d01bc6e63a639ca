"""The time line: a lane per principle, the film's pictures and sound above, the playhead with its exact time."""
