"""Marks of other programs: each is told at its place, its hint works, and no sentence of plain Dutch is suspected."""

import pytest

from reportbuilder.diagnostics import Severity
from reportbuilder.document.model import Heading, Link, Paragraph, Script
from reportbuilder.document.walk import inlines_in, plain
from reportbuilder.reader.leftovers import MASK, leftovers, rules_of
from tests.reader.conftest import Make

TYPED = (  # what is typed, the column where it is told, and what to write instead
    ("Een {#anker} hier.", 5, "Een anker hier."),
    ("Een {.underline} hier.", 5, "Een *onderstreept* hier."),
    ("Een [woord]{.smallcaps} hier.", 12, "Een woord hier."),
    ("Zie [@bron, p. 3] en meer.", 5, "Zie de bron.[^b]\n\n[^b]: Bron, p. 3."),
    ("Zoals @jansen2020 zegt.", 7, "Zoals Jansen zegt."),
    ("Zie hoofdstuk @sec:een hier.", 15, "Zie {ref}`tweede` hier."),
    ("Zie [[wiki]] hier.", 5, "Zie {ref}`tweede` hier."),
    ("Zie [de site] (https://example.org) hier.", 5, "Zie [de site](https://example.org) hier."),
    ("Zie [stuk](mijn stuk.pdf) hier.", 10, "Zie [stuk](https://example.org/mijn%20stuk.pdf) hier."),
    ("[TOC]", 1, "Tekst."),
    ("- [ ] taak", 3, "- taak, nog te doen"),
    ("Dus $E = mc^2$ geldt.", 5, "Dus *E* = *mc*{sup}`2` geldt."),
    ("Dus $$x$$ geldt.", 5, "Dus *x* geldt."),
    ("Zie \\ref{tab1} hier.", 5, "Zie {ref}`tweede` hier."),
    ("Tekst.\\newpage", 7, "Tekst."),
    ("Blz.\\ 3", 5, "Blz. 3"),
    ("Dit is ==gemarkeerd== hier.", 8, "Dit is **gemarkeerd** hier."),
    ("Dit is ++nieuw++ hier.", 8, "Dit is *nieuw* hier."),
    ("Er was 10^6 van.", 10, "Er was 10{sup}`6` van."),
    ("Zie tabel~3 hier.", 10, "Zie tabel 3 hier."),
    ("Dit is **vet ** hier.", 8, "Dit is **vet** hier."),
    ("Dit is leuk :smile: toch.", 13, "Dit is leuk toch."),
    ("Tekst %% geheim %% tekst.", 7, "Tekst tekst."),
    ("+-----+-----+\n| a   | b   |\n+-----+-----+", 1, "| a | b |\n| --- | --- |\n| c | d |"),
    ("Term\n: Betekenis", 1, "**Term:** betekenis"),
    ("Punten:\n• een\n• twee", 1, "Punten:\n\n- een\n- twee"),
    ("Punten:\n2. een\n3. twee", 1, "Punten:\n\n2. een\n3. twee"),
    ("##Kop", 1, "## Kop"),
    ("Zie {ref}`tweede hier.", 5, "Zie {ref}`tweede` hier."),
    ("Er waren { meldingen[2022] } meldingen.", 10, 'Er waren {{ 12 | as_stated("korps") }} meldingen.'),
    ("| a | b |\n| 1 | 2 |", 1, "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("| a | b |\n| --- |\n| 1 | 2 |", 1, "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("| a | b |\n| — | — |\n| 1 | 2 |", 1, "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("Dit is ** vet ** hier.", 8, "Dit is **vet** hier."),
    ("Dit is *schuin zonder einde.", 8, "Dit is *schuin* zonder einde."),
    ("-een\n-twee", 1, "- een\n- twee"),
    ("– een\n– twee", 1, "- een\n- twee"),
    ("o een\no twee", 1, "- een\n- twee"),
    ("- een\n      - twee", 7, "- een\n  - twee"),
    ("Zie (de site)[https://example.org] hier.", 5, "Zie [de site](https://example.org) hier."),
    ("Een -- bijzondere -- zin.", 5, "Een – bijzondere – zin."),
    ("Het 'gouden'' uur.", 12, "Het ‘gouden’ uur."),
    ("Zie Fout! Verwijzingsbron niet gevonden. hier.", 5, "Zie {ref}`tweede` hier."),
    ("Zie Error! Reference source not found. hier.", 5, "Zie {ref}`tweede` hier."),
)
PLAIN = (
    ("**Let op**", "Let op"),
    ("Zie [de site](https://example.org)", "Zie de site"),
    ("Bron[^a]", "Bron"),
    ("Zie {ref}`tweede`", "Zie hoofdstuk 2"),
    ("~~Weg~~", "Weg"),
)
PROSE = """
Dat kost $ 5 en later $ 6, of US$ 7 tot US$ 8, of $5 tot $6 per stuk, of $5,00/uur en $6,00/uur.
Mail naar info@example.nl of A.B.de-Vries+x@voorbeeld.nl, of @politie op X.
Zie [1] en [2, 3], [sic] en […] en (zie [4]).
a. Bakker en B. Jansen, M. de Wit.
Ongeveer ~ 20 of ~20 % van x~ en ~y.
De cijfers (x = y), a == b, C++ en C++17, 1+1=2.
Van 9:00 tot 17:30: open. Let op: vol. Rol: voorzitter. Verhouding 3:4:5.
\\* Oktober tot en met september. 12* en 13** zijn voorlopig.
Map C:\\Data\\rapporten\\2022 en \\\\server\\deel.
Het 'gouden uur', 's avonds, zo'n, 's-Gravenhage, foto's, '22, “quote”.
De hashtag #veiligheid en #1, nr. #3, # 5.
Tussen 5-10 %, 2019-2022, een - streep - en e-mail.
Het was 50 % van snake_case_naam, 100%, en % van het totaal.
In artikel 3:40 Awb, art. 5:1:2, 12:30:15, en <https://a.nl:80/~x>.
Het was € 100,- tot € 200,--; 17e-eeuwse.
Dit is – zoals gezegd – een zin, *schuin* en **vet**, met een * ster * en 3 * 4.
De groep (zie hieronder) [sic] en {a, b}.
Dit gaat over H~2~O, x^2^ en m^3^.
""".strip().split("\n")


@pytest.mark.parametrize(("typed", "column", "mended"), TYPED, ids=[typed for typed, _, _ in TYPED])
def test_a_leftover_is_told_at_its_place_and_its_hint_works(make: Make, typed: str, column: int, mended: str) -> None:
    made = make(f"{typed}\n")
    told = [problem for problem in made.problems if problem.code.startswith("text-leftover")]
    assert told[0].place.column == column
    assert told[0].place.line == 3 + ("\n: " in typed or "\n•" in typed or "\n2." in typed or "\n  " in typed)
    assert told[0].hint
    assert make(f"{mended}\n").problems == ()


def test_every_kind_of_leftover_has_an_example() -> None:
    texts = [typed for typed, _, _ in TYPED]
    met = {
        rule.pattern for text in texts for _, _, rule in leftovers(text.removeprefix("- ").replace("\n      ", "\n"))
    }
    met |= {rule.pattern for text, _ in PLAIN for _, _, rule in leftovers(text, plain=True)}
    assert {rule.pattern for _, rule in rules_of(plain=True)} == met


@pytest.mark.parametrize("text", PROSE)
def test_plain_dutch_is_not_suspected(make: Make, text: str) -> None:
    made = make(f"{text}\n")
    assert [problem for problem in made.problems if problem.code != "link-target"] == []


@pytest.mark.parametrize(
    "typed", [typed for typed, _, _ in TYPED if typed[0] not in "-+" and not {"\n", "\\", "!"} & set(typed)]
)
def test_a_backslash_says_that_the_marks_are_meant(make: Make, typed: str) -> None:
    escaped = "".join(f"\\{c}" if c in "{}[]@$=+^~*:%#`'-()!" else c for c in typed)
    assert [p.message for p in make(f"{escaped}\n").problems] == []


@pytest.mark.parametrize(("typed", "mended"), PLAIN)
@pytest.mark.parametrize("where", ["callout", "attribution"])
def test_markdown_where_none_is_read_is_told(make: Make, typed: str, mended: str, where: str) -> None:
    def written(words: str) -> str:
        if where == "callout":
            return f":::{{callout}} {words}\nTekst.\n:::\n"
        return f":::{{quote}}\n:attribution: {words}\n\nTekst.\n:::\n"

    assert [problem.code.startswith("text-leftover") for problem in make(written(typed)).problems] == [True]
    assert make(written(mended)).problems == ()


def test_raised_and_lowered_words_and_anchors_mean_what_they_mean_elsewhere(make: Make) -> None:
    chapter = make("## Kop met anker {#anker}\n\nZie {ref}`anker`: H~2~O en x^2^.\n").chapter
    heading, text = chapter.blocks
    assert isinstance(heading, Heading)
    assert (heading.label, plain(heading.children)) == ("anker", "Kop met anker")
    assert isinstance(text, Paragraph)
    scripts = [(plain(i.children), i.raised) for i in inlines_in((text,)) if isinstance(i, Script)]
    assert scripts == [("2", False), ("2", True)]


def test_words_that_are_struck_out_are_an_error(make: Make) -> None:
    made = make("Dit is ~~weg~~ hier.\n")
    assert made.codes == [("text-struck", 3, 8)]
    assert made.problems[0].severity is Severity.ERROR


@pytest.mark.parametrize(
    ("row", "column"),
    [("| ^^ | b |", 3), ("| a || b |", 5), ("| a | ^^ |", 7)],
)
def test_cells_that_other_programs_join_are_an_error(make: Make, row: str, column: int) -> None:
    made = make(f"| a | b |\n| --- | --- |\n| x | y |\n{row}\n")
    assert [entry for entry in made.codes if entry[0] == "table-merged"] == [("table-merged", 6, column)]
    assert make("| a | b |\n| --- | --- |\n| x | y |\n| x | |\n").problems == ()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x", "ftp://x.nl", "stuk.pdf"]
)
def test_an_address_leads_to_the_web_to_mail_or_to_a_label(make: Make, address: str) -> None:
    assert make(f"Zie [x]({address}).\n").codes == [("link-target", 3, 5)]
    if ":" in address:
        assert make(f"Zie <{address}>.\n").codes == [("link-target", 3, 6)]
    assert make("Zie [x y](https://a.nl), <mailto:a@b.nl>, [z](tel:0900) en [w](#tweede).\n").problems == ()


def test_the_address_of_a_link_that_no_link_has_is_not_left_out_in_silence(make: Make) -> None:
    made = make("Zie [de site][s].\n\n[s]: https://example.org\n[noot]: bron\n")
    assert made.codes == [("link-unused", 6, 1)]
    links = [inline for inline in inlines_in(made.document.chapters[0].blocks) if isinstance(inline, Link)]
    assert [link.target for link in links] == ["https://example.org"]
    assert make("Tekst.\n\n[//]: # (een opmerking)\n").problems == ()


def test_settings_above_a_chapter_are_an_error_and_no_heading(make: Make) -> None:
    made = make("Tekst.\n", {"chapters/een.md": "---\ntitle: Een\nauthor: wij\n---\n\n# Een\n\nZie {ref}`nergens`.\n"})
    assert made.codes == [("front-matter", 1, 1), ("label-unknown", 8, 5)]


def test_html_has_a_hint_of_its_own(make: Make) -> None:
    hints = [make(f"{text}\n").problems[0].hint for text in ("<!-- later -->", "een<br>twee", "x<sup>2</sup>")]
    assert "[//]: # (remark)" in hints[0]
    assert "backslash" in hints[1]
    assert "{sup}" in hints[2]


def test_what_is_masked_is_not_looked_at() -> None:
    assert list(leftovers(f"[{MASK}TOC]")) == []
    found = [(at, words) for at, words, _ in leftovers("Zie [[a]] en ==b==.")]
    assert found == [(4, "[[a]]"), (13, "==b==")]
