"""The metadata of a package: what MDTO, DiWoo and CSV on the Web are told, and what format a file has."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from reportbuilder.archive.csvw import tables_of
from reportbuilder.archive.metadata import (
    DIWOO_SCHEMA,
    MDTO_SCHEMA,
    describe_file,
    describe_object,
    describe_publication,
    parse_xml,
    schema_errors,
)
from reportbuilder.archive.model import PackageFile, PackageSubject, format_of
from reportbuilder.archive.package import ArchivePackage
from reportbuilder.diagnostics import Diagnostics, Place, Severity
from reportbuilder.diagnostics.codes import REPORT_SETTINGS
from reportbuilder.files.characters import normalised, refused
from reportbuilder.project.archive_settings import ArchiveSettings
from reportbuilder.project.located_yaml import as_yaml, read_yaml
from reportbuilder.project.schema import parse_settings
from reportbuilder.project.settings import open_report_folder
from reportbuilder.versions.register import read_register
from tests.archive.archived_report import NAME

MDTO = {"m": "https://www.nationaalarchief.nl/mdto"}
DIWOO = {"d": "https://standaarden.overheid.nl/diwoo/metadata/"}


@pytest.fixture(scope="module")
def metadata(packed: ArchivePackage) -> Path:
    return packed.folder / "data" / NAME


def said(root: Any, path: str, names: dict[str, str]) -> list[str]:
    """The words at a path of a document."""
    return [str(found) for found in root.xpath(f"{path}/text()", namespaces=names)]


def test_mdto_says_what_the_settings_say(metadata: Path) -> None:
    root = etree.parse(str(metadata / f"{NAME}.mdto.xml"))
    for path, words in {
        "//m:informatieobject/m:identificatie/m:identificatieKenmerk": ["verslag-2021/0.9"],
        "//m:informatieobject/m:naam": [
            "Jaarverslag 2021 – Eenheid Voorbeeld (versie 0.9: Versie van mei)",
        ],
        "//m:classificatie/m:begripLabel": ["jaarverslag", "Verslag"],
        "//m:trefwoord": ["jaarverslag", "voorbeeld"],
        "//m:omschrijving": ["Verantwoording over 2021", "Een klein verslag.", "Dit is een concept."],
        "//m:raadpleeglocatieOnline": ["https://www.example.nl/verslag.pdf"],
        "//m:dekkingInTijd/*[starts-with(local-name(), 'dekkingInTijd') and not(*)]": ["2021-01", "2021-12-31"],
        "//m:waardering/m:begripCode": ["V"],
        "//m:bewaartermijn/*[not(*)]": ["2022-05-01", "P10Y", "2032"],
        "//m:informatiecategorie/m:begripCode": ["3.1"],
        "//m:isOnderdeelVan//m:identificatieKenmerk": ["jv"],
        "//m:archiefvormer//m:identificatieKenmerk": ["gm0001"],
        "//m:beperkingGebruik/m:beperkingGebruikTermijn/m:termijnEinddatum": ["2092-05"],
        "//m:event/m:eventTijd": ["2022-05-01"],
    }.items():
        assert said(root, path, MDTO) == words, path
    assert said(root, "(//m:heeftRepresentatie)[1]/m:verwijzingNaam", MDTO) == ["verslag-screen.pdf"]


def test_mdto_of_the_record_has_its_address_and_format(metadata: Path) -> None:
    record = etree.parse(str(metadata / "pdf" / "verslag-screen.pdf.bestand.mdto.xml"))
    assert said(record, "//m:URLBestand", MDTO) == ["https://www.example.nl/verslag.pdf"]
    assert said(record, "//m:bestandsformaat/m:begripCode", MDTO) == ["fmt/476"]
    assert said(record, "//m:omvang", MDTO) == [str((metadata / "pdf" / "verslag-screen.pdf").stat().st_size)]
    other = etree.parse(str(metadata / "pdf" / "verslag-print.pdf.bestand.mdto.xml"))
    assert said(other, "//m:URLBestand", MDTO) == []
    assert said(other, "//m:bestandsformaat/m:begripCode", MDTO) == ["fmt/488"]


def test_diwoo_names_the_category_of_the_law(metadata: Path) -> None:
    root = etree.parse(str(metadata / "metadata" / "diwoo.xml"))
    assert root.xpath("//d:informatiecategorie/@resource", namespaces=DIWOO) == [
        "https://identifier.overheid.nl/tooi/def/thes/kern/c_c6cd1213"
    ]
    assert said(root, "//d:officieleTitel", DIWOO) == ["Jaarverslag 2021 – Eenheid Voorbeeld"]
    assert root.xpath("//d:publisher/@resource", namespaces=DIWOO) == [
        "https://identifier.overheid.nl/tooi/id/gemeente/gm0001"
    ]


def test_numbers_of_any_notation_are_described_as_they_are_written(tmp_path: Path) -> None:
    text = "id;eenheid;2020;2021;w\na;aantal;0.5;(250);1250\nb;aantal;x;300-;-\n"
    (tmp_path / "cijfers.csv").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    table, description = tables_of(tmp_path, {"w": "Waarde."}, diagnostics)
    assert not [p for p in diagnostics if p.severity is Severity.ERROR]
    assert table.data.decode().splitlines() == [
        "id;eenheid;2020;2021;w",
        "a;aantal;0,5;-250;1250",
        "b;aantal;x;-300;-",
    ]
    columns = json.loads(description.data)["tables"][0]["tableSchema"]["columns"]
    found = {column["titles"]: column for column in columns}
    assert found["2020"]["datatype"]["base"] == "decimal"
    assert found["2021"]["datatype"]["base"] == "integer"
    assert (found["2020"]["null"], found["w"]["null"]) == (["", "n.v.t.", "x"], ["", "n.v.t.", "-"])


def test_every_column_is_described(metadata: Path) -> None:
    describe = json.loads((metadata / "gegevens" / "csvw-metadata.json").read_text(encoding="utf-8"))
    table = describe["tables"][0]
    columns = {column["titles"]: column for column in table["tableSchema"]["columns"]}
    assert table["url"] == "cijfers.csv"
    assert table["tableSchema"]["primaryKey"] == "id"
    assert columns["thema"]["dc:description"] == "Waar de rij over gaat."
    assert columns["2020"]["datatype"]["base"] == "decimal"
    assert columns["2021"]["null"] == ["", "n.v.t."]
    assert columns["2 x"]["name"] == "2%20x"
    text = (metadata / "gegevens" / "cijfers.csv").read_bytes().decode()
    assert text.splitlines()[:2] == ["id;thema;indicator;eenheid;2020;2021;2 x", "a;Zorg;Aantal;aantal;1.200;n.v.t.;ja"]


def test_a_column_without_a_description_is_a_note(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id;soort\na;b\n", encoding="utf-8")
    diagnostics = Diagnostics()
    tables_of(tmp_path, {}, diagnostics)
    assert [(problem.code, problem.place.file) for problem in diagnostics] == [("archive-column", "data/x.csv")]
    diagnostics = Diagnostics()
    tables_of(tmp_path, {"soort": "Welk soort."}, diagnostics)
    assert list(diagnostics) == []


LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]).filter(lambda letter: not [*refused(letter)])
WORDS = st.text(LETTERS, min_size=1, max_size=20).filter(lambda words: normalised(words).strip())


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({"value": WORDS, "source": WORDS}), WORDS, WORDS, st.sampled_from(["keep", "undecided"]))
def test_any_words_give_metadata_that_hold_by_their_schemas(
    project: Path, identifier: dict[str, str], name: str, kind: str, appraisal: str
) -> None:
    said = {
        "identifier": identifier,
        "creator": {"name": name},
        "appraisal": appraisal,
        "restrictions": [{"kind": {"label": kind, "list": name}, "description": kind}],
    }
    diagnostics = Diagnostics()
    marked = read_yaml(as_yaml(said), Place(), diagnostics)
    archive = parse_settings(ArchiveSettings, marked, diagnostics, REPORT_SETTINGS) if marked is not None else None
    assert archive is not None, list(diagnostics)
    opened = open_report_folder(project / "content" / "verslag", diagnostics)
    register = read_register(project / "content" / "verslag", diagnostics)
    assert opened is not None
    assert register is not None
    subject = PackageSubject("verslag", opened.settings, archive, register.versions[0])
    file = PackageFile("x/b&<ö>.csv", b"a")
    for document in (describe_object(subject, [file]), describe_file(subject, file)):
        assert schema_errors(parse_xml(document), MDTO_SCHEMA) == ()
    assert schema_errors(parse_xml(describe_publication(subject)), DIWOO_SCHEMA) == ()


def test_a_document_that_refers_to_files_is_not_read() -> None:
    assert parse_xml(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>') is None
    assert parse_xml(b"<a>") is None


@pytest.mark.parametrize(
    ("path", "data", "puid"),
    [
        ("a.PDF", b"%PDF-1.7 pdfaid:part='2' pdfaid:conformance='A'", "fmt/476"),
        ("a.pdf", b"%PDF-1.7", "fmt/276"),
        ("a.png", b"\x89PNG iCCP", "fmt/12"),
        ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1", "fmt/43"),
        ("a.jpeg", b"\xff\xd8\xff", "fmt/41"),
        ("a.csv", b"", "x-fmt/18"),
        ("a.icc", b"", ""),
        ("LICENTIE", b"", ""),
        ("a.gif", b"GIF89a", "fmt/4"),
        ("a.tif", b"II*\0", "fmt/353"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8L", "fmt/567"),
        ("a.bmp", b"BM" + bytes(12) + b"(\0\0\0", "fmt/116"),
        ("a.docx", b"PK", "fmt/412"),
    ],
)
def test_formats_have_their_number_in_pronom(path: str, data: bytes, puid: str) -> None:
    assert format_of(path, data).puid == puid


def test_percentages_of_a_workbook_keep_their_sign_where_no_column_gives_the_unit(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["naam", "deel"], ["x", 0.345]):
        book.worksheets[0].append(row)
    book.worksheets[0]["B2"].number_format = "0.0%"
    book.save(tmp_path / "t.xlsx")
    table, description = tables_of(tmp_path, {"naam": "Naam.", "deel": "Deel."}, Diagnostics())
    assert table.data.decode() == "naam;deel\r\nx;34,5%\r\n"
    columns = json.loads(description.data)["tables"][0]["tableSchema"]["columns"]
    assert [column["datatype"] for column in columns] == ["string", "string"]
