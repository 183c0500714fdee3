"""The room of editions."""
