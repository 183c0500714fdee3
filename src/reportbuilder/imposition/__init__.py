"""Puts the pages of a finished PDF together on larger sheets: for the press, the office printer and the screen."""
