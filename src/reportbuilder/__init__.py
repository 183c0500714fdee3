"""reportbuilder: official reports from one folder of text and data."""

__version__ = "0.2.0"
