"""The room of reader."""
