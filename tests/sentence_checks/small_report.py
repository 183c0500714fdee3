"""A report of one chapter with a small indicator table, and what its check finds."""

import tempfile
from pathlib import Path

from reportbuilder.diagnostics import Diagnostic, Diagnostics
from reportbuilder.project.settings import open_report_folder
from reportbuilder.reader.read import read_document
from reportbuilder.reader.sources import Sources
from reportbuilder.sentence_checks.check import check_agreement

REPORT = """title: Verslag
year: 2022
language: {language}
style: rvo
design: document
version: {{label: Concept, date: 2023-01-01}}
parts:
  body: [chapters/een.md]
"""
DATA = """id;thema;indicator;eenheid;2019;2020;2021;2022;norm
misdrijven;Misdrijven;Totaal aantal misdrijven;aantal;96149;97352;89638;95587;
overvallen;High impact crime;Aantal overvallen;aantal;222;157;117;127;<= 2019
straatroven;High impact crime;Aantal straatroven;aantal;725;593;379;451;<= 2019
woninginbraken;High impact crime;Aantal woninginbraken;aantal;4038;3213;2126;2407;<= 2019
fietsendiefstallen;Misdrijven;Aantal fietsendiefstallen;aantal;5000;5100;5050;5060;
cybercrime;Cybercrime;Aantal misdrijven cybercrime;aantal;303;790;896;919;
verdachten-cybercrime;Cybercrime;Aantal verdachten OM cybercrime;aantal;49;41;44;27;>= 40
verdachten-mensenhandel;Mensenhandel;Aantal verdachten OM mensenhandel;aantal;18;29;46;12;>= 31
verdachten-horizontale-fraude;Horizontale fraude;Aantal verdachten OM horizontale fraude;aantal;482;374;665;336;>= 290
reactietijd-prio1;Burger centraal;Reactietijd spoed: % < 15 min ter plaatse;procent;82,3;83,3;82,6;83,0;>= 82
opheldering-overvallen;High impact crime;Ophelderings% overvallen;procent;51;57;62;56;>= 50
opheldering-woninginbraak;High impact crime;Ophelderings% woninginbraak;procent;9;10;11;9;>= 10
cocaine;Haven;Onderschepte cocaïne in de haven;kg;;;72000;44000;
"""
NAMES = """names:
  reactietijd-prio1: [spoedmeldingen, prio 1-meldingen]
"""


def problems_of(text: str, data: str = DATA, names: str = NAMES, language: str = "nl") -> tuple[Diagnostic, ...]:
    """What the check finds in a text that begins on line 3 of the chapter."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "chapters").mkdir()
        (root / "data").mkdir()
        (root / "report.yaml").write_text(REPORT.format(language=language), encoding="utf-8")
        (root / "data" / "indicatoren.csv").write_text(data, encoding="utf-8")
        if names:
            (root / "data" / "indicatoren.yaml").write_text(names, encoding="utf-8")
        (root / "chapters" / "een.md").write_text(f"# Een\n\n{text}\n", encoding="utf-8")
        diagnostics = Diagnostics()
        project = open_report_folder(root, diagnostics)
        assert project is not None
        sources = Sources(project, diagnostics)
        document = read_document(project, diagnostics, sources)
        assert list(diagnostics) == []
        check_agreement(document, project.settings.year, sources.tables(), diagnostics)
        return tuple(diagnostics)
