"""A report's problems, and its pages without a PDF."""

from pathlib import Path

from reportbuilder.charts.pictures import leave_room
from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.document.model import Document
from reportbuilder.editions.images import make_images
from reportbuilder.editions.print import prepare_print
from reportbuilder.layout.document import lay_out
from reportbuilder.layout.page import Layout
from reportbuilder.layout.press import images_on
from reportbuilder.preparing import prepare, tag_report
from reportbuilder.progress import Progress
from reportbuilder.project.resources import Resources
from reportbuilder.reading import read_report
from reportbuilder.standards.editions import Edition
from reportbuilder.standards.promises import check_promises


def check_report(folder: Path, progress: Progress, workplace: Resources | None = None) -> tuple[Diagnostic, ...]:
    """Find the problems of a report without building it, the loosest lines included; charts that were not drawn yet are
    not drawn for it."""
    workplace, diagnostics = workplace or Resources(), Diagnostics()
    progress("reading text and data")
    report = read_report(folder, workplace, diagnostics)
    check_promises(report.project, report.document, Edition, diagnostics)
    progress("setting the text")
    material, document = prepare(report, workplace, diagnostics, leave_room)
    layout = lay_out(document, tag_report(document, material), material, diagnostics)
    images = [image for page in layout.pages for image in images_on(page)]
    press = prepare_print(report.project, document, images, material, workplace.styles, diagnostics)
    folder = workplace.styles / report.project.settings.style
    make_images(images, tuple(Edition), material.style, folder, press, diagnostics)
    return tuple(diagnostics)


def read_layout(folder: Path, workplace: Resources | None = None) -> tuple[Document, Layout, Diagnostics]:
    """The document of a report and its pages, for whoever looks at them without a PDF."""
    workplace, diagnostics = workplace or Resources(), Diagnostics()
    material, document = prepare(read_report(folder, workplace, diagnostics), workplace, diagnostics)
    return document, lay_out(document, tag_report(document, material), material, diagnostics), diagnostics
