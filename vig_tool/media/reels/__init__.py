"""Clips one after the other on one canvas, with words and fades."""
