"""What was read of a report's text and data, as one process hands it to another: no more need be loaded to take it."""

from collections.abc import Mapping

from reportbuilder.charts.sources import ReportChart
from reportbuilder.document.model import Document
from reportbuilder.values import Value


class Read(Value, eq=False):
    """What a report says: its document, and what its charts are made from, by their files' names."""

    document: Document
    charts: Mapping[str, ReportChart]
