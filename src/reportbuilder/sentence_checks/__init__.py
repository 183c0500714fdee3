"""The room of sentence_checks."""
