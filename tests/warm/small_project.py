"""A small project with a bit of everything, as its files: two reports, one of which has figures of the other restated,
a house style with two designs, fonts, images, charts, a workbook, and blocks, a check and a chart of plug-ins."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw

from tests.plugin_example.example_reports import area, halved, qr_code, timeline

ROOT = Path(__file__).parents[2]
PLUGINS = (timeline.register, qr_code.register, area.register, halved.register)
REPORT, EARLIER = "content/verslag", "content/eerder"

Files = Mapping[str, bytes]
"""The files of a project, by their paths in it."""

_TEXTS = {
    f"{REPORT}/report.yaml": """\
title: Jaarverslag 2021
subtitle: Alles in het klein
unit: Eenheid Voorbeeld
year: 2021
style: klein
design: document
publisher: Voorbeeldorganisatie
author: Voorbeeldorganisatie
subject: Een klein verslag
keywords: [jaarverslag, voorbeeld]
version: {label: Versie van april, status: concept, date: 2022-04-01}
motto: kort en volledig
numbering: chapters
previous: eerder
parts:
  front: [cover, contents, chapters/voorwoord.md]
  body: [chapters/cijfers.md, chapters/themas.md, chapters/werk.md]
  appendix: [chapters/bijlage.md]
  back: [lists, colophon]
colophon: chapters/colofon.md
""",
    f"{REPORT}/chapters/voorwoord.md": """\
# Voorwoord

Dit is een kort verslag, met {lang}`en: a sense of urgency` en een 21{sup}`e`-eeuwse blik op CO{sub}`2`.

:::{signature}
A. de Vries
Directeur
:::
""",
    f"{REPORT}/chapters/cijfers.md": """\
(cijfers)=
# De cijfers

{ref}`tabel-resultaten` laat de resultaten zien; zie ook {ref}`themas` en de {ref}`bijlage`. De tabel staat op
{page}`tabel-resultaten`, het verloop in {ref}`verloop` op {page}`verloop`.[^bron]

:::{table} tabel-resultaten
---
caption: Resultaten 2020-2021
data: indicatoren.csv
group: thema
columns:
  - {key: indicator, label: Indicator, header: true, width: 3}
  - {key: "2020"}
  - {key: "2021", met: true}
  - {key: realisatie, label: verschil, format: change}
  - {key: norm, label: doel, align: right}
source: Voorbeeldorganisatie
notes: ["Zie de *toelichting*."]
---
:::

Er waren {{ meldingen[2021] }} meldingen, {{ change(meldingen, 2020, 2021) | abs | round }} minder dan in 2020, en
{{ klachten[2021] }} klachten; {{ op-tijd[2021] }} was op tijd, en {{ uren.balie[2021] }} uur werd aan de balie gewerkt.

:::{chart} verloop
:::

:::{key-figures} in-cijfers
---
title: 2021 in cijfers
data: indicatoren.csv
items:
  - {indicator: meldingen, year: 2021, compare: 2020, label: meldingen, better: lower}
  - {indicator: op-tijd, year: 2021, compare: 2020, better: higher}
  - {value: "{{ uren.telefoon[2021] }}", label: uur aan de telefoon}
---
:::

(achtergrond)=
## Achtergrond

Een tweede verwijzing naar de bron.[^bron] En een tweede noot.[^uitleg] De politiewijkteams behandelden de meldingen
binnen de afgesproken doorlooptijd, zoals de veiligheidsregio het in de meerjarenbegroting had gevraagd.

[^bron]: Jaarbestand 2021, zie {ref}`tabel-resultaten`.

[^uitleg]: Met **nadruk**, en {{ klachten[2021] }} klachten.

:::{restated-figures} herzien
---
caption: Herziene cijfers
---
:::
""",
    f"{REPORT}/chapters/themas.md": """\
(themas)=
# De thema’s

:::{table} tabel-opgaven
:caption: Opgaven

| Nr. | Opgave | Bedrag |
| --- | :---: | --- |
| 1 | Werken in *wijk* en web | 12,5 |
| 2 | Luisteren | – |
| 3 | Met een figuur | {{ (klachten[2020] / 8) \\| number(1) }} |
:::

:::{quote}
:attribution: Uit het voorwoord

Dit is een kort verslag.
:::

::::{callout} Wat is een callout?
Een kader met een tabel.

:::{table}
:caption: In het kader

| a | b |
| --- | --- |
| 1 | 2 |
:::
::::

:::{timeline} De eerste jaren
2019: De wijkteams beginnen, met {{ klachten[2020] }} klachten.
maart 2020: Het **loket** sluit.
:::
""",
    f"{REPORT}/chapters/werk.md": """\
# Het werk

Meer staat in [de toelichting](#achtergrond) en op <https://example.org/verslag>, zie {ref}`figuur-vlak`.

:::{figure} images/vlak.png
:label: figuur-vlak
:alt: Een blauw vlak met een streep
:caption: Een vlak
:::

1. eerst dit;
2. dan dat:
   - met een onderdeel;
   - en nog een, met *nadruk*.

## Verdieping

Wie belt, krijgt {status}`deels` antwoord. De uren staan in {ref}`tabel-uren` op {page}`tabel-uren`.

:::{table} tabel-uren
---
caption: Uren
data: uren.xlsx
---
:::

:::{qr-code} https://www.example.nl/verslag
:caption: Lees verder op de site
:::
""",
    f"{REPORT}/chapters/bijlage.md": """\
(bijlage)=
# Bijlage

:::{status-legend}
:::

:::{status-matrix} matrix-water
---
caption: Water, doelen en resultaten
data: matrix.csv
theme: Water
---
:::

:::{versions}
:::
""",
    f"{REPORT}/chapters/colofon.md": "# Colofon\n\n**Uitgave:** Voorbeeldorganisatie\n",
    f"{REPORT}/data/indicatoren.csv": """\
# Alle cijfers zijn verzonnen.
id;thema;indicator;eenheid;2019;2020;2021;norm
meldingen;Meldingen;Aantal meldingen;aantal;10000;11000;9900;<= 2019
klachten;Meldingen;Aantal klachten;aantal;;120;130;<= 2020
op-tijd;Dienstverlening;Op tijd;procent;80,0;82,3;83,0;>= 82
kosten;Dienstverlening;Kosten;euro;1000;1200;n.v.t.;
""",
    f"{REPORT}/data/indicatoren.yaml": """\
derived:
  - {column: realisatie, formula: "difference(this, 2020, 2021)", decimals: 1}
restated:
  - {indicator: meldingen, year: 2020, because: Dubbele meldingen zijn eruit.}
""",
    f"{REPORT}/data/matrix.csv": """\
thema;ambitie;onderwerp;doelstelling;doel;resultaat;doel_waarde;resultaat_waarde;vergelijking;status
Water;A: Schoon water;Meten;Elke week meten.;Ten minste 50 metingen.;Er waren 52 metingen.;50;52;>=;
Water;A: Schoon water;Meten;Alles openbaar.;Elk rapport op het web.;De voorbereiding loopt.;;;;
Water;B: Genoeg water;Sparen;;Een *spaarbekken*.;Nog niets bekend.;;;;geen-informatie
""",
    f"{REPORT}/data/statusregels.yaml": """\
statuses:
  gerealiseerd: Gerealiseerd
  niet-gerealiseerd: Niet gerealiseerd
  deels: Deels gerealiseerd
  geen-informatie: Geen informatie
words:
  - {status: deels, pattern: '\\bloopt\\b'}
otherwise: geen-informatie
""",
    f"{REPORT}/charts/verloop.yaml": """\
kind: line
title: Minder meldingen
data: indicatoren.csv
rows: [meldingen]
columns: ["2019", "2020", "2021"]
alt: Het aantal meldingen daalt.
source: Voorbeeldorganisatie
""",
    f"{EARLIER}/report.yaml": """\
title: Jaarverslag 2020
year: 2020
style: klein
design: document
version: {label: Definitief, status: final, date: 2021-04-01}
parts: {body: [chapters/cijfers.md]}
""",
    f"{EARLIER}/chapters/cijfers.md": """\
# Cijfers

Er waren {{ meldingen[2020] }} meldingen.

:::{table} cijfers
:caption: De cijfers van 2020
:data: indicatoren.csv
:::
""",
    f"{EARLIER}/data/indicatoren.csv": """\
id;indicator;eenheid;2019;2020;norm
meldingen;Meldingen;aantal;10000;11820;<= 2019
op-tijd;Op tijd ter plaatse;procent;80,0;82,3;>= 82
""",
}


def project_files() -> Files:
    """The files of the project as it is at first."""
    found = {path: text.encode() for path, text in _TEXTS.items()}
    found[f"{REPORT}/images/vlak.png"] = image("blue")
    found[f"{REPORT}/data/uren.xlsx"] = workbook(1200, 3400)
    style = ROOT / "styles" / "rvo"
    for path in sorted(style.rglob("*.*")):
        found[f"styles/klein/{path.relative_to(style).as_posix()}"] = path.read_bytes()
    for path in sorted((ROOT / "fonts").glob("*.ttf")):
        found[f"fonts/{path.name}"] = path.read_bytes()
    return found


def image(colour: str) -> bytes:
    """A picture of a field in a colour, as a PNG."""
    picture = Image.new("RGB", (1300, 650), colour)
    ImageDraw.Draw(picture).line((0, 0, 1299, 649), fill="white", width=9)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def workbook(desk: int, telephone: int) -> bytes:
    """A workbook of hours worked, at the desk and on the telephone."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("id", "indicator", "eenheid", "2020", "2021"),
        ("balie", "Uren aan de balie", "aantal", 1100, desk),
        ("telefoon", "Uren aan de telefoon", "aantal", 3000, telephone),
    ):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
