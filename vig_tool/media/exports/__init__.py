"""Clips as files: planned, copied or encoded, decoded and checked."""
