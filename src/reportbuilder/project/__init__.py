"""The room of project."""
