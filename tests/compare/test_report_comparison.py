"""Twenty realistic edits, and some more: each is reported as what it is, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportbuilder.compare.changes import Action, Aspect, Change, ChangeSubject
from reportbuilder.compare.comparable import ComparableReport
from reportbuilder.compare.report_comparison import compare
from reportbuilder.compare.tree import TextRole
from reportbuilder.document.ids import identify
from reportbuilder.document.model import (
    Block,
    Callout,
    Cell,
    Chapter,
    Chart,
    Column,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Link,
    List,
    ListItem,
    ListStyle,
    Matter,
    Note,
    NoteReference,
    Paragraph,
    Part,
    Quote,
    Row,
    RowKind,
    Signature,
    Status,
    StatusMark,
    Table,
    Text,
)
from reportbuilder.values import Value, replace
from tests.compare.apply_changes import apply_changes, lines_of
from tests.compare.documents import paragraph, text

DRUK = (
    "Een samenleving in beweging zorgde ervoor dat de operationele druk op de eenheid in 2019 groot was. "
    "De medewerkers hebben veel werk verricht. In de eenheid werden 53.569 personen staande gehouden, 7\u00a0% meer "
    "dan in 2018. "
    "Op crimineel vermogen legde de eenheid beslag voor een bedrag van €\u00a014.232.000."
)
HAVEN = (
    "In de haven pakten we de ondermijnende criminaliteit intensief aan, samen met onze partners. Dat leverde een "
    "recordvangst op. Helaas is die vangst ook een teken dat de doorvoer via de haven groot is."
)
WERVING = (
    "De politie wil ook in de toekomst zeker zijn van genoeg capaciteit en zorgt daarom voor genoeg nieuwe instroom. "
    "Wij slaagden er in 2019 in om genoeg nieuwe mensen een plaats op de opleiding te geven."
)
ZORG = "Intussen vertrokken er meer volledig opgeleide medewerkers dan voorheen. De zorg over de capaciteit groeide."
ITEMS = ("Roze in Blauw", "het Politienetwerk Turkije", "de expertisegroep Marokko")


def table(rows: dict[str, tuple[str, ...]], columns: tuple[str, ...] = ("Indicator", "2018", "2019")) -> Table:
    """A table of indicators."""
    body = tuple(
        Row(tuple(Cell((paragraph(cell),)) for cell in (name, *cells)), RowKind.BODY) for name, cells in rows.items()
    )
    heads = tuple(Column(name.lower(), text(name), header=at == 0) for at, name in enumerate(columns))
    caption = text("Veiligheidsbeeld eenheid Rotterdam 2019")
    return Table("tabel-beeld", caption, heads, body, "Tabel 1", source=text("Politie, eenheid Rotterdam"))


ROWS = {
    "Totaal aantal misdrijven": ("91.400", "95.782"),
    "Aantal woninginbraken": ("4.400", "4.028"),
    "Aantal straatroven": ("761", "717"),
    "Aantal overvallen": ("225", "223"),
}


def status_table(status: Status) -> Table:
    """A table with a status."""
    cells = (Cell((paragraph("12 waardevolle momenten organiseren"),)),)
    mark = Cell((Paragraph((StatusMark(status, status.value),)),))
    return Table("matrix", (), (Column("doel", text("Doel")), Column("status", text("Status"))), (Row((*cells, mark)),))


class Report(Value):
    """The parts of a report that the edits are about."""

    title: str = "Jaarverslag 2019"
    druk: str = DRUK
    heading: str = "Criminaliteitsbeeld"
    haven: tuple[Block, ...] = (paragraph(HAVEN),)
    last: tuple[Block, ...] = (paragraph(WERVING), paragraph(ZORG))
    front: tuple[Block, ...] = ()
    items: tuple[str, ...] = ITEMS
    table: Table = table(ROWS)
    status: Status = Status.PARTLY
    figure: Figure = Figure("foto", "images/haven.jpg", "Een kraan in de haven", text("De haven bij avond"), "Figuur 1")
    digest: str = "aaaa1111"
    chart: Chart = Chart("reactietijden", text("De politie is vaker op tijd"), "Reactietijden per jaar", "Figuur 2")
    data: tuple[tuple[str, str], ...] = (("2018", "81,0 %"), ("2019", "82,3 %"))
    value: str = "2.126"
    note: str = "Bron: de districten, stand van 1 maart 2020."
    quote: str = "Dit mag niet nog een keer gebeuren."
    signed: str = "Hans Vissers"
    callout: str = "Het gouden uur is het eerste uur na een melding."

    def copy(self) -> ComparableReport:
        """The report as it is compared."""
        bullets = tuple(ListItem("•", (paragraph(item),)) for item in self.items)
        key = KeyFigures(
            "kern", "In cijfers", (KeyFigure(self.value, "woninginbraken"), KeyFigure("127", "overvallen"))
        )
        reference = (
            Text("Zie "),
            Link(text(self.table.number.lower().replace(" ", "\u00a0")), "#tabel-beeld"),
            Text("."),
        )
        first: tuple[Block, ...] = (
            *self.front,
            Paragraph((Text(self.druk), NoteReference("begin-bron", 1))),
            Heading(2, text(self.heading), "criminaliteitsbeeld"),
            *self.haven,
            Paragraph(reference),
            self.table,
            List(ListStyle.BULLET, bullets),
            self.figure,
        )
        second: tuple[Block, ...] = (
            *self.last,
            key,
            self.chart,
            status_table(self.status),
            Quote((paragraph(self.quote),), "wijkagent"),
            Callout("Gouden uur", (paragraph(self.callout),)),
            Signature((text(self.signed), text("wnd. Politiechef"))),
        )
        notes = {"begin-bron": Note("begin-bron", 1, (paragraph(self.note),))}
        chapters = (
            Chapter(Heading(1, text("Veiligheidsbeeld"), "beeld", "1"), first, Matter.BODY, notes, "a/chapters/een.md"),
            Chapter(Heading(1, text("Thema’s"), "themas", "2"), second, Matter.BODY, {}, "a/chapters/twee.md"),
        )
        document = identify(Document("nl", tuple(Part(Matter.BODY, chapter) for chapter in chapters)))
        return ComparableReport(
            document, {"title": self.title}, {"reactietijden": self.data}, {"images/haven.jpg": self.digest}
        )


OLD = Report()
Told = tuple[ChangeSubject, Action, str, str]


def changes(new: Report, old: Report = OLD) -> list[Told]:
    """What the comparison tells; applied, it must give the new text."""
    found = compare(old.copy(), new.copy())
    assert apply_changes(lines_of(found.old), found.changes) == lines_of(found.new)
    return [(change.subject, change.action, change.old, change.new) for change in found.changes]


def renamed(column: str) -> Table:
    """The table with another name for its last column."""
    columns = (*OLD.table.columns[:2], replace(OLD.table.columns[2], label=text(column)))
    return replace(OLD.table, columns=columns)


SPLIT = HAVEN.split(". ")
LATER = f"{HAVEN} Ook in 2020 gaat dat door."
MOVED_ROW = "Totaal aantal misdrijven | 91.400 | 95.782"
EDITS: dict[str, tuple[Report, Told]] = {
    "word": (
        Report(druk=DRUK.replace("veel werk", "bijzonder werk")),
        (Aspect.WORDS, Action.CHANGED, "veel", "bijzonder"),
    ),
    "words put in": (
        Report(druk=DRUK.replace("zorgde ervoor", "zorgde net als in 2018 ervoor")),
        (Aspect.WORDS, Action.ADDED, "", "net als in 2018"),
    ),
    "words taken out": (
        Report(druk=DRUK.replace(" voor een bedrag van", " van")),
        (Aspect.WORDS, Action.REMOVED, "voor een bedrag", ""),
    ),
    "figure": (Report(druk=DRUK.replace("53.569", "53.659")), (Aspect.NUMBER, Action.CHANGED, "53.569", "53.659")),
    "per cent": (
        Report(druk=DRUK.replace("7\u00a0%", "8,5\u00a0%")),
        (Aspect.NUMBER, Action.CHANGED, "7 %", "8,5 %"),
    ),
    "amount": (
        Report(druk=DRUK.replace("14.232.000", "14.323.000")),
        (Aspect.NUMBER, Action.CHANGED, "€ 14.232.000", "€ 14.323.000"),
    ),
    "sentence put in": (
        Report(druk=DRUK.replace("verricht. ", "verricht. Daarvoor past veel waardering. ")),
        (Aspect.SENTENCE, Action.ADDED, "", "Daarvoor past veel waardering."),
    ),
    "sentence taken out": (
        Report(druk=DRUK.replace("De medewerkers hebben veel werk verricht. ", "")),
        (Aspect.SENTENCE, Action.REMOVED, "De medewerkers hebben veel werk verricht.", ""),
    ),
    "sentence written anew": (
        Report(
            druk=DRUK.replace("De medewerkers hebben veel werk verricht.", "Onze mensen zetten zich enorm hiervoor in.")
        ),
        (
            Aspect.SENTENCE,
            Action.CHANGED,
            "De medewerkers hebben veel werk verricht.",
            "Onze mensen zetten zich enorm hiervoor in.",
        ),
    ),
    "punctuation": (
        Report(druk=DRUK.replace("gehouden, 7", "gehouden; 7")),
        (Aspect.PUNCTUATION, Action.CHANGED, ",", ";"),
    ),
    "paragraph put in": (Report(last=(*OLD.last, paragraph(LATER))), (TextRole.PARAGRAPH, Action.ADDED, "", LATER)),
    "paragraph taken out": (Report(last=OLD.last[:1]), (TextRole.PARAGRAPH, Action.REMOVED, ZORG, "")),
    "paragraph moved to another chapter": (
        Report(last=OLD.last[1:], front=OLD.last[:1]),
        (TextRole.PARAGRAPH, Action.MOVED, WERVING, WERVING),
    ),
    "paragraphs changed places": (
        Report(last=OLD.last[::-1]),
        (TextRole.PARAGRAPH, Action.MOVED, ZORG, ZORG),
    ),
    "paragraph split": (
        Report(haven=(paragraph(SPLIT[0] + "."), paragraph(". ".join(SPLIT[1:])))),
        (TextRole.PARAGRAPH, Action.SPLIT, "", "¶"),
    ),
    "paragraphs joined": (
        Report(last=(paragraph(f"{WERVING} {ZORG}"),)),
        (TextRole.PARAGRAPH, Action.JOINED, "¶", ""),
    ),
    "heading": (
        Report(heading="Beeld van de criminaliteit"),
        (TextRole.HEADING, Action.CHANGED, "Criminaliteitsbeeld", "Beeld van de criminaliteit"),
    ),
    "item put in": (
        Report(items=(*ITEMS[:2], "het Joods politienetwerk", ITEMS[2])),
        (TextRole.ITEM, Action.ADDED, "", "het Joods politienetwerk"),
    ),
    "item taken out": (Report(items=ITEMS[1:]), (TextRole.ITEM, Action.REMOVED, "Roze in Blauw", "")),
    "row put in": (
        Report(table=table({**ROWS, "Aantal plofkraken": ("3", "1")})),
        (TextRole.ROW, Action.ADDED, "", "Aantal plofkraken | 3 | 1"),
    ),
    "row taken out": (
        Report(table=table({k: v for k, v in ROWS.items() if "straatroven" not in k})),
        (TextRole.ROW, Action.REMOVED, "Aantal straatroven | 761 | 717", ""),
    ),
    "row moved": (
        Report(table=table({k: ROWS[k] for k in [*list(ROWS)[1:], "Totaal aantal misdrijven"]})),
        (TextRole.ROW, Action.MOVED, MOVED_ROW, MOVED_ROW),
    ),
    "cell": (
        Report(table=table({**ROWS, "Aantal woninginbraken": ("4.400", "4.038")})),
        (TextRole.CELL, Action.CHANGED, "4.028", "4.038"),
    ),
    "column renamed": (Report(table=renamed("2019 (doel)")), (TextRole.COLUMN, Action.CHANGED, "2019", "2019 (doel)")),
    "column put in": (
        Report(table=table({k: (*v, "9") for k, v in ROWS.items()}, ("Indicator", "2018", "2019", "2020"))),
        (TextRole.COLUMN, Action.ADDED, "", "2020"),
    ),
    "column taken out": (
        Report(table=table({k: v[1:] for k, v in ROWS.items()}, ("Indicator", "2019"))),
        (TextRole.COLUMN, Action.REMOVED, "2018", ""),
    ),
    "columns changed places": (
        Report(table=table({k: v[::-1] for k, v in ROWS.items()}, ("Indicator", "2019", "2018"))),
        (TextRole.COLUMN, Action.MOVED, "2018", "2018"),
    ),
    "caption": (
        Report(table=replace(OLD.table, caption=text("Veiligheidsbeeld Rotterdam 2019"))),
        (
            TextRole.CAPTION,
            Action.CHANGED,
            "Veiligheidsbeeld eenheid Rotterdam 2019",
            "Veiligheidsbeeld Rotterdam 2019",
        ),
    ),
    "source": (
        Report(table=replace(OLD.table, source=text("Politie, BVI"))),
        (TextRole.SOURCE, Action.CHANGED, "Politie, eenheid Rotterdam", "Politie, BVI"),
    ),
    "table note": (
        Report(table=replace(OLD.table, notes=(text("Voorlopige cijfers."),))),
        (TextRole.TABLE_NOTE, Action.ADDED, "", "Voorlopige cijfers."),
    ),
    "status": (Report(status=Status.DONE), (Aspect.STATUS, Action.CHANGED, "deels", "gerealiseerd")),
    "figure replaced": (
        Report(digest="bbbb2222"),
        (TextRole.IMAGE, Action.CHANGED, "images/haven.jpg (aaaa1111)", "images/haven.jpg (bbbb2222)"),
    ),
    "alt text": (
        Report(figure=replace(OLD.figure, alt="Twee kranen in de haven")),
        (TextRole.ALT, Action.CHANGED, "Een kraan in de haven", "Twee kranen in de haven"),
    ),
    "chart data": (
        Report(data=(("2018", "81,0 %"), ("2019", "83,3 %"))),
        (TextRole.DATUM, Action.CHANGED, "2019: 82,3 %", "2019: 83,3 %"),
    ),
    "chart title": (
        Report(chart=replace(OLD.chart, title=text("De politie is iets vaker op tijd"))),
        (TextRole.TITLE, Action.CHANGED, "De politie is vaker op tijd", "De politie is iets vaker op tijd"),
    ),
    "key figure": (Report(value="2.407"), (TextRole.KEY_FIGURE, Action.CHANGED, "2.126", "2.407")),
    "footnote": (
        Report(note="Bron: de districten, stand van 1 april 2020."),
        (TextRole.FOOTNOTE, Action.CHANGED, "maart", "april"),
    ),
    "quote": (
        Report(quote="Dit mag nooit nog een keer gebeuren."),
        (Aspect.WORDS, Action.CHANGED, "niet", "nooit"),
    ),
    "signature": (
        Report(signed="Fred Westerbeke"),
        (TextRole.SIGNATURE, Action.CHANGED, "Hans Vissers", "Fred Westerbeke"),
    ),
    "title of the report": (
        Report(title="Jaarverslag 2019, concept"),
        (TextRole.SETTING, Action.CHANGED, "Jaarverslag 2019", "Jaarverslag 2019, concept"),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_reported_as_what_it_is_and_nothing_else(name: str) -> None:
    new, expected = EDITS[name]

    assert changes(new) == [expected]


def test_nothing_changed() -> None:
    assert changes(Report()) == []


def test_all_edits_that_go_together_are_found_together() -> None:
    new = Report(
        title="Jaarverslag 2019, concept",
        druk=DRUK.replace("53.569", "53.659").replace("De medewerkers hebben veel werk verricht. ", ""),
        heading="Beeld van de criminaliteit",
        items=ITEMS[1:],
        table=table({k: v for k, v in ROWS.items() if "straatroven" not in k}),
        value="2.407",
        front=OLD.last[:1],
        last=OLD.last[1:],
    )

    assert [told[:2] for told in changes(new)] == [
        (TextRole.SETTING, Action.CHANGED),
        (TextRole.PARAGRAPH, Action.MOVED),
        (Aspect.SENTENCE, Action.REMOVED),
        (Aspect.NUMBER, Action.CHANGED),
        (TextRole.HEADING, Action.CHANGED),
        (TextRole.ROW, Action.REMOVED),
        (TextRole.ITEM, Action.REMOVED),
        (TextRole.KEY_FIGURE, Action.CHANGED),
    ]


def test_a_number_that_only_shifted_is_no_change() -> None:
    before = replace(OLD.table, label="tabel-ervoor", caption=text("Iets heel anders"), rows=OLD.table.rows[:1])
    new = Report(front=(before,), table=replace(OLD.table, number="Tabel 2"))

    assert [told[:2] for told in changes(new)] == [(TextRole.TABLE, Action.ADDED)]


@pytest.mark.parametrize(
    "same",
    [
        lambda words: words.replace("\u00a0", "\u202f"),
        lambda words: words.replace("\u00a0", " "),
        lambda words: words.replace("operationele", "opera\u00adtionele"),
    ],
)
def test_typography_is_no_change(same: Callable[[str], str]) -> None:
    assert changes(Report(druk=same(DRUK))) == []


def test_where_a_change_stands_is_told() -> None:
    found = compare(OLD.copy(), EDITS["cell"][0].copy())
    change: Change = found.changes[0]

    assert (change.now.chapter, change.now.heading) == ("Veiligheidsbeeld", "Criminaliteitsbeeld")
    assert [name for _, name in change.now.parts] == ["tabel\u00a01", "Aantal woninginbraken", "2019"]
