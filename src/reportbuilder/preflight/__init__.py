"""Reads finished files back, with another library than the one that wrote them, and holds them to their promises."""
