"""The room of standards."""
