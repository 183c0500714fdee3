"""A report: all that its pages are made from."""

from collections.abc import Mapping

from reportbuilder.charts.sources import ReportChart
from reportbuilder.document.model import Document
from reportbuilder.project.settings import ReportFolder
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import Value


class Report(Value, eq=False):
    """A report that was read: its settings, its house style, what could be read of its document, and what its charts
    are made from, by their files' names."""

    project: ReportFolder
    style: HouseStyle
    document: Document
    charts: Mapping[str, ReportChart]
