"""Random edits of a small project, as an author, a designer or a slip of the hand makes them: each gives the files as
they are after it. What they break stays broken until another edit mends it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.warm.small_project import EARLIER, REPORT, Files, image, workbook

Edit = Callable[[Files, Random], Files | None]
"""An edit: the files after it; None where there is nothing that it could change."""

WORDS = (
    "wijk", "veiligheidsregio", "samenwerkingsverband", "cijfers", "Ĳssel", "één", "office", "kwaliteitsverbetering",
    "de", "stad", "gemeente", "politiewijkteams", "19.900", "*nadruk*", "3 %", "jaar", "burgemeestersoverleg",
    "ontwikkelingssamenwerking", "Ǻ", "fijn", "ß", "“aanhaling”", "2019-2022", "H~2~O",
)  # fmt: skip
BLOCKS = (
    "Een alinea die er eerst niet stond, over het werk in de wijken en de stad, en over wat er nog te doen is.",
    "Nog een zin.[^nieuw]\n\n[^nieuw]: Een noot bij een zin, zie {ref}`cijfers`.",
    "- een punt;\n- nog een punt, met **nadruk**;\n- en {{ meldingen[2020] }} meldingen.",
    ":::{quote}\nWat gezegd werd.\n:::",
    ":::{callout} Ter zijde\nEen kader met {{ op-tijd[2020] }}.\n:::",
    "(nieuw)=\n## Een nieuwe paragraaf\n\nDie verwijst naar {ref}`nieuw` op {page}`nieuw`.",
    "### Een kop die een niveau overslaat of niet\n\nEn de tekst eronder.",
    ":::{break} page\n:::",
    ":::{figure} images/vlak.png\n:decorative: true\n:::",
    ":::{timeline} Nog een tijdlijn\n2021: Iedereen is er weer.\n:::",
    ":::{qr-code} https://www.example.nl/nieuw\n:caption: Nog een adres\n:::",
    ":::{table} nieuwe-tabel\n:caption: Een tabel erbij\n\n| x | y |\n| --- | --- |\n| 1 | 2,5 |\n:::",
    ":::{table} hele-tabel\n:caption: Alles\n:data: indicatoren.csv\n:::",
    ":::{table} tabel-uren-twee\n---\ncaption: Uren, onderaan\ndata: uren.xlsx\nfloat: bottom\n---\n:::",
    ":::{chart} verloop\n:label: verloop-twee\n:::",
    "Er is {{ niet-bekend[2021] }} misgegaan, zie {ref}`nergens`.",
    "Een teken dat geen letter heeft: \U0001f600.",
    "Meldingen stegen van 10.000 naar 9.900, een daling van 12 %.",
    ":::{figure} images/weg.png\n:alt: Er niet\n:caption: Weg\n:::",
    "[//]: # (een opmerking)",
    "Versie {version}`number` van {version}`date`, status {status}`gerealiseerd`.",
    ":::{versions}\n:caption: Alle versies\n:::",
    "A. De eerste keuze.\nB. De tweede **keuze**.",
)
_PROSE = re.compile(r"(?<![\w`{.#:/(-])[a-zà-ÿ]{3,}(?![\w`}:(=/.-])")
_FIGURE = re.compile(r"(?<=[;:\s])\d+(?:,\d+)?(?=[;\n])")
_LABEL = re.compile(r"^\(([\w-]+)\)=$|^:{3,}\{(?:table|chart|status-matrix|key-figures)\} ([\w-]+)$", re.MULTILINE)
_COLOUR = re.compile(r'(?<=screen: ")#[0-9a-f]{6}(?=")')
_SIZE = re.compile(r"(?<=[a-z_]: )(\d+(?:\.\d+)?)(?=pt)")
_PARTS = re.compile(r"(?<=  body: \[)[^\]]*(?=\])")


def chapters(files: Files) -> Sequence[str]:
    """The paths of all chapters of the report."""
    return sorted(path for path in files if path.startswith(f"{REPORT}/chapters/"))


def texts(files: Files) -> Sequence[str]:
    """The paths of all files that are text."""
    return sorted(path for path in files if path.endswith((".md", ".yaml", ".csv", ".svg")))


def _changed(files: Files, path: str, text: str) -> Files:
    return {**files, path: text.encode("utf-8", "surrogateescape")}


def _text(files: Files, path: str) -> str:
    return files[path].decode("utf-8", "surrogateescape")


def _replaced(
    files: Files, path: str, pattern: re.Pattern[str], random: Random, by: Callable[[str], str]
) -> Files | None:
    """The files with one match of a pattern in a file given way to another text."""
    if path not in files:
        return None
    text = _text(files, path)
    matches = list(pattern.finditer(text))
    if not matches:
        return None
    match = random.choice(matches)
    return _changed(files, path, text[: match.start()] + by(match[0]) + text[match.end() :])


def change_word(files: Files, random: Random) -> Files | None:
    """A word gives way to another, or to two."""
    other = " ".join(random.sample(WORDS, random.choice((1, 1, 2))))
    return _replaced(files, random.choice(chapters(files)), _PROSE, random, lambda word: other)


def delete_word(files: Files, random: Random) -> Files | None:
    """A word is gone."""
    return _replaced(files, random.choice(chapters(files)), _PROSE, random, lambda word: "")


def insert_block(files: Files, random: Random) -> Files | None:
    """A block more, somewhere in a chapter."""
    path = random.choice(chapters(files))
    blocks = _text(files, path).split("\n\n")
    blocks.insert(random.randint(1, len(blocks)), random.choice(BLOCKS))
    return _changed(files, path, "\n\n".join(blocks))


def delete_block(files: Files, random: Random) -> Files | None:
    """A block is gone, or a part of one."""
    path = random.choice(chapters(files))
    blocks = _text(files, path).split("\n\n")
    if len(blocks) < 2:
        return None
    del blocks[random.randrange(1, len(blocks))]
    return _changed(files, path, "\n\n".join(blocks))


def swap_blocks(files: Files, random: Random) -> Files | None:
    """Two blocks change places."""
    path = random.choice(chapters(files))
    blocks = _text(files, path).split("\n\n")
    one, other = random.randrange(len(blocks)), random.randrange(len(blocks))
    blocks[one], blocks[other] = blocks[other], blocks[one]
    return _changed(files, path, "\n\n".join(blocks))


def duplicate_block(files: Files, random: Random) -> Files | None:
    """A block stands there twice, with its label, in this chapter or in another."""
    blocks = _text(files, random.choice(chapters(files))).split("\n\n")
    path = random.choice(chapters(files))
    into = _text(files, path).split("\n\n")
    into.insert(random.randint(1, len(into)), random.choice(blocks))
    return _changed(files, path, "\n\n".join(into))


def blank_lines(files: Files, random: Random) -> Files | None:
    """Empty lines more at the top of a file: nothing moves but the places of what is in it."""
    path = random.choice(texts(files))
    return _changed(files, path, "\n" * random.randint(1, 3) + _text(files, path))


def change_heading(files: Files, random: Random) -> Files | None:
    """Another heading."""
    other = random.choice(
        ("Een andere kop", "Kop", "Een kop die zo lang is dat hij niet op een regel past, of net wel")
    )
    path = random.choice(chapters(files))
    return _replaced(files, path, re.compile(r"(?<=^# ).*|(?<=^## ).*", re.MULTILINE), random, lambda words: other)


def change_figure(files: Files, random: Random) -> Files | None:
    """Another figure in a data file, of either report."""
    path = random.choice([path for path in sorted(files) if path.endswith(".csv")])
    other = str(random.choice((0, 7, 12, 85, 120, 9901, 11000, 14500, 2000000)))
    return _replaced(files, path, _FIGURE, random, lambda figure: other)


def change_workbook(files: Files, random: Random) -> Files:
    """Other hours in the workbook."""
    return {**files, f"{REPORT}/data/uren.xlsx": workbook(random.choice((5, 1200, 900)), random.choice((8, 3400, 77)))}


def change_data_words(files: Files, random: Random) -> Files | None:
    """Other words in a cell of a data file."""
    path = random.choice([path for path in sorted(files) if path.endswith(".csv")])
    return _replaced(files, path, re.compile(r"(?<=;)[A-Za-z ]{3,}(?=;)"), random, lambda cell: f"{cell} anders")


def rename_column(files: Files, random: Random) -> Files | None:
    """A column of a data file is called otherwise; what names it does not know."""
    path = random.choice([path for path in sorted(files) if path.endswith(".csv")])
    return _replaced(
        files, path, re.compile(r"(?<=;)(2019|2020|2021|norm|doel)(?=[;\n])"), random, lambda name: f"{name}x"
    )


def change_declaration(files: Files, random: Random) -> Files:
    """Another formula for a derived column, or another reason for a figure that is restated."""
    path = f"{REPORT}/data/indicatoren.yaml"
    formula = random.choice(("this[2021] - this[2020]", "points(this, 2019, 2021)", "share(this[2021], this[2020])"))
    text = re.sub(r'formula: ".*?"', f'formula: "{formula}"', _text(files, path))
    return _changed(files, path, text.replace("zijn eruit", random.choice(("zijn eruit", "telden mee"))))


def rename_label(files: Files, random: Random) -> Files | None:
    """A label is called otherwise: everywhere, or only where it stands."""
    path = random.choice(chapters(files))
    labels = [match[1] or match[2] for match in _LABEL.finditer(_text(files, path))]
    if not labels:
        return None
    label = random.choice(labels)
    other, everywhere = f"{label}-{random.randint(2, 9)}", random.random() < 0.7
    changed = dict(files)
    for name in chapters(files) if everywhere else (path,):
        text = _text(files, name).replace(f"({label})=", f"({other})=").replace(f"`{label}`", f"`{other}`")
        changed[name] = text.replace(f"}} {label}\n", f"}} {other}\n").encode("utf-8", "surrogateescape")
    return changed


def move_chapter(files: Files, random: Random) -> Files | None:
    """The chapters of the body stand in another order, or one is left out, or there twice."""

    def other(names: str) -> str:
        parts = names.split(", ")
        match random.randrange(4):
            case 0 if len(parts) > 1:
                parts.remove(random.choice(parts))
            case 1:
                parts.append(random.choice(("chapters/bijlage.md", "chapters/werk.md", "chapters/nieuw.md")))
            case _:
                random.shuffle(parts)
        return ", ".join(parts)

    return _replaced(files, f"{REPORT}/report.yaml", _PARTS, random, other)


def new_chapter(files: Files, random: Random) -> Files:
    """A chapter more, in the body."""
    changed = {**files, f"{REPORT}/chapters/nieuw.md": b"(nieuw-hoofdstuk)=\n# Nieuw\n\nEen hoofdstuk erbij.\n"}
    return (
        _replaced(changed, f"{REPORT}/report.yaml", _PARTS, random, lambda names: f"{names}, chapters/nieuw.md")
        or changed
    )


def remove_file(files: Files, random: Random) -> Files | None:
    """A file is gone that the report may need."""
    names = [path for path in sorted(files) if not path.endswith(("style.yaml", "report.yaml", ".ttf"))]
    return {path: data for path, data in files.items() if path != random.choice(names)} if names else None


def change_settings(files: Files, random: Random) -> Files | None:
    """Another title, date, version, numbering or whatever else the settings say."""
    name, values = random.choice(
        (
            ("title", ("Jaarverslag 2021", "Een ander verslag", "Verslag met een veel langere titel dan eerst")),
            ("subtitle", ("Alles in het klein", "Iets anders")),
            ("unit", ("Eenheid Voorbeeld", "Eenheid Elders")),
            ("year", ("2021", "2020", "2022")),
            ("design", ("document", "magazine")),
            ("numbering", ("chapters", "none")),
            ("motto", ("kort en volledig", "lang en breed")),
            ("author", ("Voorbeeldorganisatie", "Iemand anders")),
            ("keywords", ("[jaarverslag, voorbeeld]", "[verslag]")),
            ("language", ("nl", "en")),
            ("publisher", ("Voorbeeldorganisatie", "Uitgever")),
            ("version", (
                "{label: Versie van april, status: concept, date: 2022-04-01}",
                "{label: Versie van mei, status: concept, date: 2022-05-02}",
                "{label: Vastgesteld, status: final, date: 2022-06-01}",
                '{label: Versie, number: "1.2", status: concept, date: 2022-04-01}',
            )),
        )
    )  # fmt: skip
    path, value = f"{REPORT}/report.yaml", random.choice(values)
    text = re.sub(rf"^{name}: .*\n", "", _text(files, path), flags=re.MULTILINE)
    return _changed(files, path, f"{name}: {value}\n{text}")


def change_colour(files: Files, random: Random) -> Files | None:
    """Another colour in the palette."""
    other = f"#{random.randrange(0x60):02x}{random.randrange(0x60):02x}{random.randrange(0x80):02x}"
    return _replaced(files, "styles/klein/style.yaml", _COLOUR, random, lambda colour: other)


def change_size(files: Files, random: Random) -> Files | None:
    """Another size of a text, line or space."""
    return _replaced(
        files, "styles/klein/style.yaml", _SIZE, random, lambda size: f"{float(size) * random.choice((0.9, 1.1)):.2f}"
    )


def change_style_words(files: Files, random: Random) -> Files | None:
    """Other words or switches in the style: running heads, marks of lists, hyphenation, the order of series."""
    was, other = random.choice(
        (
            ('right: "{chapter}"', 'right: "{chapter} · {report}"'),
            ('marks: ["•", "–", "·"]', 'marks: ["–", "•", "·"]'),
            ("justify: true", "justify: false"),
            ("before: 2", "before: 3"),
            ("series: [blue, amber, blue-2, grey-1]", "series: [amber, blue, blue-2, grey-1]"),
            ("balance: false", "balance: true"),
            ("bleed: 3mm", "bleed: 4mm"),
            ("depth: 2", "depth: 1"),
            ("face: light", "face: text"),
            ("every: 5", "every: 1"),
            ("columns: 1 ", "columns: 2 "),
        )
    )
    text = _text(files, "styles/klein/style.yaml")
    if was not in text:
        was, other = other, was
    return _changed(files, "styles/klein/style.yaml", text.replace(was, other)) if was in text else None


def change_artwork(files: Files, random: Random) -> Files | None:
    """Another colour in a drawing of the style."""
    names = [path for path in sorted(files) if path.endswith(".svg")]
    pattern, colour = re.compile(r"#[0-9a-f]{6}"), random.choice(("#003366", "#2b6ca8", "#f2b234", "#ffffff"))
    return _replaced(files, random.choice(names), pattern, random, lambda was: colour) if names else None


def change_chart(files: Files, random: Random) -> Files | None:
    """Another kind of chart, other years, another title."""
    path = f"{REPORT}/charts/verloop.yaml"
    if path not in files:
        return None
    name, values = random.choice(
        (
            ("kind", ("line", "bar", "area", "bars", "column")),
            ("title", ("Minder meldingen", "Een andere titel", "{{ meldingen[2021] }} meldingen")),
            ("rows", ("[meldingen]", "[klachten]", "[meldingen, kosten]")),
            ("columns", ('["2019", "2020", "2021"]', '["2020", "2021"]')),
            ("alt", ("Het aantal meldingen daalt.", "Het daalt.", "Van {{ meldingen[2019] }} naar minder.")),
        )
    )
    return _changed(
        files, path, re.sub(rf"^{name}: .*$", f"{name}: {random.choice(values)}", _text(files, path), flags=re.M)
    )


def change_image(files: Files, random: Random) -> Files:
    """Another picture in the image's file."""
    return {**files, f"{REPORT}/images/vlak.png": image(random.choice(("blue", "red", "green")))}


def swap_fonts(files: Files, random: Random) -> Files:
    """Two fonts in each other's file."""
    one, other = random.sample(sorted(path for path in files if path.endswith(".ttf")), 2)
    return {**files, one: files[other], other: files[one]}


def swap_chapters(files: Files, random: Random) -> Files:
    """Two chapters in each other's file."""
    one, other = random.sample(list(chapters(files)), 2)
    return {**files, one: files[other], other: files[one]}


def damage(files: Files, random: Random) -> Files:
    """A file is cut short, or has a sign in it that does not belong there."""
    path = random.choice(sorted(path for path in files if not path.endswith(".ttf")))
    data = files[path]
    at = random.randint(0, len(data))
    noise = random.choice((b"\xff", b"{{", b":::", b"\t", b'"', b"\x00", b"\n---\n", b"- [", b"*"))
    return {**files, path: data[:at] if random.random() < 0.3 else data[:at] + noise + data[at:]}


def earlier_report(files: Files, random: Random) -> Files | None:
    """A word in the earlier report, which the report compares its figures with."""
    return _replaced(files, f"{EARLIER}/chapters/cijfers.md", _PROSE, random, lambda word: random.choice(WORDS))


EDITS: Sequence[tuple[Edit, int]] = (
    (change_word, 12), (delete_word, 3), (insert_block, 8), (delete_block, 4), (swap_blocks, 3), (duplicate_block, 2),
    (blank_lines, 3), (change_heading, 4), (change_figure, 8), (change_workbook, 2), (change_data_words, 3),
    (rename_column, 1), (change_declaration, 2), (rename_label, 4), (move_chapter, 4), (new_chapter, 1),
    (remove_file, 1), (change_settings, 6), (change_colour, 3), (change_size, 3), (change_style_words, 3),
    (change_artwork, 1), (change_chart, 3), (change_image, 1), (swap_fonts, 1), (swap_chapters, 1), (damage, 2),
    (earlier_report, 1),
)  # fmt: skip
"""Every kind of edit, and how often it is made beside the others."""


def random_edit(files: Files, random: Random) -> tuple[str, Files]:
    """An edit that can be made, by its name, and the files after it."""
    kinds, weights = zip(*EDITS, strict=True)
    while True:
        edit: Edit = random.choices(kinds, weights)[0]
        changed = edit(files, random)
        if changed is not None and changed != files:
            return edit.__name__, changed
