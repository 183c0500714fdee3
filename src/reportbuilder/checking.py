"""A report's problems, and its pages without a PDF."""

from collections.abc import Callable
from pathlib import Path

from reportbuilder.charts.make import leave_room
from reportbuilder.content.model import Document
from reportbuilder.editions import Edition
from reportbuilder.imaging import make_images
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.page import Layout
from reportbuilder.layout.press import images_on
from reportbuilder.preparing import prepare, tag_report
from reportbuilder.printing import prepare_print
from reportbuilder.problems import Findings, Problem
from reportbuilder.reading import read_report
from reportbuilder.tagging.promises import check_promises
from reportbuilder.workplace import Workplace

Progress = Callable[[str], None]


def check_report(folder: Path, progress: Progress, workplace: Workplace | None = None) -> tuple[Problem, ...]:
    """Find the problems of a report without building it, the loosest lines included; charts that were not drawn yet are
    not drawn for it."""
    workplace, findings = workplace or Workplace(), Findings()
    progress("reading text and data")
    report = read_report(folder, workplace, findings)
    check_promises(report.project, report.document, Edition, findings)
    progress("setting the text")
    material, document = prepare(report, workplace, findings, leave_room)
    layout = lay_out(document, tag_report(document, material), material, findings)
    images = [image for page in layout.pages for image in images_on(page)]
    ready = prepare_print(report.project, document, images, material, workplace.styles, findings)
    press = ready.press if ready is not None else None
    folder = workplace.styles / report.project.settings.style
    make_images(images, tuple(Edition), material.style, folder, press, findings)
    return tuple(findings)


def read_layout(folder: Path, workplace: Workplace | None = None) -> tuple[Document, Layout, Findings]:
    """The document of a report and its pages, for whoever looks at them without a PDF."""
    workplace, findings = workplace or Workplace(), Findings()
    material, document = prepare(read_report(folder, workplace, findings), workplace, findings)
    return document, lay_out(document, tag_report(document, material), material, findings), findings
