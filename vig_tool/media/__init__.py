"""Media: probing, indexing, exact frames, cutting. Works on sources (things that open as seekable binary files), never on paths."""
