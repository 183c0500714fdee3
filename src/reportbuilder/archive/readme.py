"""LEESMIJ.txt: explains a package in Dutch to readers who do not know reportbuilder, decades from now."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from reportbuilder.archive.metadata import is_record
from reportbuilder.archive.model import PackageFile, PackageSubject
from reportbuilder.i18n.formats import NO_BREAK, written_date
from reportbuilder.project.settings import VersionStatus

README = "LEESMIJ.txt"
_WIDTH = 78


def readme(subject: PackageSubject, files: Sequence[PackageFile]) -> bytes:
    """The text of LEESMIJ.txt in UTF-8; `files` are the other files of the package."""
    sections = (_about(subject, files), _contents(files), _checking(subject), _rebuilding(subject))
    return ("\n\n\n".join("\n\n".join(section) for section in sections) + "\n").encode()


def _about(subject: PackageSubject, files: Sequence[PackageFile]) -> Iterator[str]:
    version = subject.version
    status = "een concept" if version.status is VersionStatus.CONCEPT else "de vastgestelde versie"
    yield _heading(subject.title)
    yield _wrapped(
        f"""
        Dit pakket bevat versie {version.number} van het verslag “{subject.title}”. De organisatie die het verslag
        heeft gemaakt, is {subject.archive.creator.name}. Deze versie heet “{version.label}”, is gedateerd
        {_day(subject)} en is {status}.
        """
    )
    yield from _pdfs(subject, files)
    yield _wrapped(
        f"""
        Het kenmerk van deze versie is “{subject.identifier}”, in het register
        “{subject.archive.identifier.source}”.
        """
    )


def _pdfs(subject: PackageSubject, files: Sequence[PackageFile]) -> Iterator[str]:
    record = [file for file in files if is_record(subject, file)]
    if record:
        yield _wrapped(
            f"""
        Het verslag zelf staat in het bestand {record[0].path}. Dat bestand is het archiefstuk: als een
        ander bestand in dit pakket iets anders zegt, geldt wat daar staat. Het is een PDF volgens PDF/A-2a,
        de norm voor documenten die lang leesbaar moeten blijven, en volgens PDF/UA-1, zodat ook
        voorleesprogramma's het kunnen lezen. Alles wat nodig is om het te tonen zit in het bestand, ook de
        letters.
        """
        )
    if any(file.path.endswith("-concept.pdf") for file in files):
        yield _wrapped(
            """
        Het bestand dat op “-concept.pdf” eindigt is dezelfde tekst, met erin aangegeven wat er is veranderd sinds de
        vorige versie.
        """
        )
    if any(file.path.endswith("-ondertekend.pdf") for file in files):
        yield _wrapped(
            """
        Naast het archiefstuk staat een kopie met een digitale handtekening. De naam van dat bestand eindigt
        op “-ondertekend.pdf”. De handtekening laat zien wie de kopie heeft ondertekend en dat er daarna
        niets meer in is veranderd.
        """
        )


_FOLDERS = (
    ("pdf/", "het verslag als PDF: om te lezen, en als er een drukversie is ook om te drukken"),
    ("wijzigingen/", "wat er is veranderd sinds de vorige versie, als tekst en als tabel"),
    ("gegevens/", "de cijfers van het verslag als tabellen (CSV). Het bestand csvw-metadata.json legt elke kolom uit"),
    ("inhoud/", "de tekst (Markdown), cijfers, grafieken en vormgeving waar de PDF's van gemaakt zijn"),
    ("versies/", "het register van de versies, en als ZIP-bestand deze versie en die waarmee zij is vergeleken"),
    ("lettertypen/", "de lettertypen, met hun licentie"),
    ("controle/", "de verslagen van de controle van elke PDF"),
    ("metadata/", "de gegevens voor openbaarmaking volgens de Wet open overheid, en het schema van MDTO"),
)


def _contents(files: Sequence[PackageFile]) -> Iterator[str]:
    yield _heading("Wat er in dit pakket zit")
    present = [(folder, words) for folder, words in _FOLDERS if any(file.path.startswith(folder) for file in files)]
    yield "\n".join(_entry(folder, words) for folder, words in present)
    yield _wrapped(
        """
        Naast elk bestand staat een bestand met dezelfde naam en “.bestand.mdto.xml” erachter. Daarin staan
        de grootte, het formaat en het controlegetal van het bestand. Het bestand waarvan de naam alleen op
        “.mdto.xml” eindigt beschrijft het verslag als geheel. Deze beschrijvingen volgen MDTO 1.0.1, de
        norm van het Nationaal Archief.
        """
    )


def _checking(subject: PackageSubject) -> Iterator[str]:
    yield _heading("Hoe u nagaat of alles er nog is zoals het was")
    yield _wrapped(
        """
        Het pakket is ingericht volgens BagIt 1.0 (RFC 8493). Twee mappen hoger dan dit bestand staan de
        bestanden manifest-sha256.txt en manifest-sha512.txt. Daarin staat van elk bestand een
        controlegetal. Een bestand is ongewijzigd als u hetzelfde getal uitrekent. Op een computer met Linux
        of macOS gaat dat zo, in de map waar de manifesten staan:
        """
    )
    yield "    sha256sum --check manifest-sha256.txt tagmanifest-sha256.txt"
    yield _wrapped("Elk programma dat BagIt kent kan dit ook. Het programma reportbuilder controleert nog meer:")
    yield f"    reportbuilder verify {subject.name}.zip"
    yield _wrapped(
        """
        Het zegt welk bestand is gewijzigd, weggehaald, toegevoegd of hernoemd, of de PDF's nog aan hun
        normen voldoen, en of de beschrijvingen en het register met de bestanden overeenstemmen.
        """
    )
    yield _wrapped(
        """
        Wie een bestand verandert, kan ook het manifest veranderen. Bewaar daarom het controlegetal van het
        hele pakket ook op een andere plaats.
        """
    )


def _rebuilding(subject: PackageSubject) -> Iterator[str]:
    yield _heading("Hoe u het verslag opnieuw maakt")
    yield _wrapped(
        """
        Dat is alleen nodig als u wilt aantonen dat de PDF's bij deze tekst en deze cijfers horen. Om het
        verslag te lezen is het niet nodig.
        """
    )
    yield _wrapped(
        f"""
        De PDF's zijn gemaakt met reportbuilder {subject.version.tool}, een programma in de taal Python.
        Welke versies van andere onderdelen daarbij zijn gebruikt, staat onder “libraries” in
        inhoud/snapshot.yaml. Met dezelfde versies maakt dit commando de PDF's opnieuw en vergelijkt ze byte
        voor byte:
        """
    )
    yield f"    reportbuilder verify --rebuild {subject.name}.zip"
    yield _wrapped(
        """
        Zonder dat programma blijft de inhoud leesbaar. De tekst is Markdown: gewone tekst met enkele tekens
        voor koppen en nadruk. De cijfers zijn CSV: gewone tekst met puntkomma's tussen de kolommen. De
        grafieken en de vormgeving zijn beschreven in YAML en SVG, ook gewone tekst.
        """
    )


def _heading(words: str) -> str:
    lines = textwrap.wrap(words, _WIDTH)
    return "\n".join((*lines, "=" * max(map(len, lines))))


def _wrapped(words: str) -> str:
    return textwrap.fill(" ".join(words.split()), _WIDTH, break_on_hyphens=False, break_long_words=False)


def _entry(folder: str, words: str) -> str:
    return textwrap.fill(
        words, _WIDTH, initial_indent=f"{folder:14}", subsequent_indent=" " * 14, break_on_hyphens=False
    )


def _day(subject: PackageSubject) -> str:
    date = subject.version.date
    return written_date(date, "nl").replace(NO_BREAK, " ")
