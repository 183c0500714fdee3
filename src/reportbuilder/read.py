"""What was read of a report's folder, as one process hands it to another: no more need be loaded to take it."""

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.content.model import Document
from reportbuilder.data.tables import DataTable
from reportbuilder.project import Project
from reportbuilder.style.model import HouseStyle
from reportbuilder.values import Value


class Read(Value, eq=False):
    """What a report's folder says: its settings, its house style, its document, the tables of its data; and the files
    that its text draws on, as they were read."""

    project: Project
    style: HouseStyle
    document: Document
    tables: tuple[DataTable, ...]
    files: Mapping[Path, object]
