"""Pages to bytes."""
