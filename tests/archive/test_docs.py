"""What the page on the archive says is so."""

import re
from pathlib import Path

from reportbuilder.diagnostics import Diagnostics, Place
from reportbuilder.diagnostics.codes import REPORT_SETTINGS
from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.located_yaml import read_yaml
from reportbuilder.project.schema import parse_settings
from reportbuilder.values import fields

PAGE = (Path(__file__).parents[2] / "docs" / "archive.md").read_text(encoding="utf-8")


def test_the_example_is_all_that_must_be_there() -> None:
    (example,) = re.findall(r"^```yaml\narchive:\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    diagnostics = Diagnostics()
    marked = read_yaml(example, Place(), diagnostics)
    assert marked is not None
    assert parse_settings(ArchiveSettings, marked, diagnostics, REPORT_SETTINGS) is not None
    assert {field.encode_name for field in fields(ArchiveSettings) if field.required} == set(marked.data)


def test_every_key_is_explained_and_no_other() -> None:
    table = PAGE[PAGE.index("| key |") : PAGE.index("What to write for")]
    keys = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)
    assert sorted(keys) == sorted(field.encode_name for field in fields(ArchiveSettings))
