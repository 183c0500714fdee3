"""Runs and a width to lines: shaping, hyphenation, line breaking; pure functions, no PDF."""
