"""What was read of a report's text and data, as one process hands it to another: no more need be loaded to take it."""

from collections.abc import Mapping
from pathlib import Path

from reportbuilder.content.model import Document
from reportbuilder.data.tables import DataTable
from reportbuilder.values import Value


class Read(Value, eq=False):
    """What a report says: its document, the tables of its data; and the files that its text draws on, as they were
    read."""

    document: Document
    tables: tuple[DataTable, ...]
    files: Mapping[Path, object]
