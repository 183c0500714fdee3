"""The built-in directives: the form of their settings, and the functions that build their blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from reportbuilder.diagnostics import Code, Place, nearest
from reportbuilder.diagnostics.codes import DIRECTIVE_SETTINGS
from reportbuilder.document.model import (
    Block,
    Break,
    BreakKind,
    Callout,
    Chart,
    CustomBlock,
    Figure,
    Inline,
    LineBreak,
    List,
    ListStyle,
    Paragraph,
    Quote,
    Signature,
    Span,
    StatusLegend,
    StatusMark,
    Table,
    Text,
)
from reportbuilder.document.walk import blocks_in, plain
from reportbuilder.plugin_failures import report_plugin_failures
from reportbuilder.project.schema import Form, Words, parse_settings
from reportbuilder.reader.checks import report_misplaced
from reportbuilder.reader.data_tables import FrameSettings, TableSettings, build_table, setting_inlines
from reportbuilder.reader.directive import (
    Directive,
    NoSettings,
    PlacementSettings,
    ReadingContext,
    check_label,
    check_settings_marks,
    expect_no_body,
    meant_directive,
)
from reportbuilder.reader.key_figures import KeyFiguresSettings, build_key_figures
from reportbuilder.reader.matrix import MatrixSettings, build_matrix
from reportbuilder.reader.previous_report import build_restated
from reportbuilder.reader.versions_table import VersionsSettings, build_versions
from reportbuilder.registry import (
    DirectiveKind,
    Plugin,
    PluginError,
    Registry,
    is_of_this_program,
    nearest_registered,
    registry_of,
)
from reportbuilder.values import Value, replace


class ChartSettings(PlacementSettings):
    """The settings of a chart; `span` is that of its file where it is not given, `label` the chart's name."""

    label: str = ""


class FigureSettings(PlacementSettings):
    """The settings of an image."""

    label: str = ""
    alt: Words = ""
    caption: Words = ""
    decorative: bool = False
    width: str = "100%"


class QuoteSettings(Form):
    """The settings of a quote."""

    attribution: Words = ""


def directives_of(registry: Registry) -> Mapping[str, DirectiveKind]:
    """All directives by name: those that plug-ins add, and those of every report also where `registry` lacks them."""
    return {**registry.directives, **DIRECTIVES}


def build_directive(directive: Directive, reading: ReadingContext) -> tuple[Block, ...]:
    """The blocks of a directive; none, and problems, when its name is unknown or its settings or content are wrong."""
    known = directives_of(reading.project.registry)
    kind = known.get(directive.name)
    if kind is None:
        message = f"There is no directive “{{{directive.name}}}”."
        hint = meant_directive(directive.name, known) or nearest_registered(directive.name, known)
        reading.diagnostics.add(Code.DIRECTIVE_UNKNOWN, message, directive.place, hint)
        return ()
    if kind.needs and not directive.argument:
        message = f"“:::{{{directive.name}}}” does not say which."
        hint = f"Write {kind.needs} after it: “:::{{{directive.name}}} …”."
        reading.diagnostics.add(Code.DIRECTIVE_ARGUMENT, message, directive.place, hint)
        return ()
    form: type[Form] = kind.settings or NoSettings
    if not check_settings_marks(directive, form, reading.diagnostics):
        return ()
    settings = parse_settings(form, directive.settings, reading.diagnostics, DIRECTIVE_SETTINGS)
    if settings is None:
        return ()
    with report_plugin_failures(reading.project.registry, reading.diagnostics, directive.place):
        if directive.name in DIRECTIVES:
            return tuple(kind.read(directive, settings, reading))
        if not is_of_this_program(kind.read):
            reading.sources.read_anew()  # a plug-in may look at anything
        before = len(reading.diagnostics.problems)
        given: object = kind.read(directive, settings, reading)
        if not isinstance(given, Iterable):
            message = f"what reads “{{{directive.name}}}” gives a {type(given).__name__}, and no tuple of blocks."
            raise PluginError(message, directive.place)
        blocks = tuple(given)
        if (
            not blocks
            and len(reading.diagnostics.problems) == before
            and (directive.argument or directive.body.strip())
        ):
            message = f"“{{{directive.name}}}” makes nothing of its words, which would be missing from the page."
            hint = "Compare them with what the plug-in's maker says of this directive."
            reading.diagnostics.add(Code.PLUGIN_BLOCK, message, directive.place, hint)
        return _known_blocks(blocks, directive, reading)
    return ()


def _known_blocks(blocks: tuple[Block, ...], directive: Directive, reading: ReadingContext) -> tuple[Block, ...]:
    """The blocks that a plug-in gave; none, and a problem, when one is of a kind that is not registered, whose words
    would be missing from the pages."""
    for block in blocks:
        for one in _blocks_inside(block):
            problem = _problem_of(one, reading.project.registry)
            if problem:
                hint = "Whoever made the plug-in has to mend it: all words of a block have to be on the page."
                reading.diagnostics.add(Code.PLUGIN_BLOCK, f"“{{{directive.name}}}” {problem}.", directive.place, hint)
                return ()
    return blocks


def _blocks_inside(block: object) -> Iterator[object]:
    """A block and all that is in it, in the cells of tables as well."""
    for one in blocks_in((block,)) if isinstance(block, Block) else (block,):
        yield one
        if isinstance(one, Table):
            for cell in (cell for row in one.rows for cell in row.cells):
                yield from blocks_in(cell.blocks)


def _problem_of(block: object, registry: Registry) -> str:
    """What is wrong with a block that a plug-in made, of any kind; nothing if it can be used."""
    kind = type(block).__name__
    if not isinstance(block, Block) or (isinstance(block, CustomBlock) and type(block) not in registry.blocks):
        return f"makes a block of a kind that is not registered: {kind}"
    if not isinstance(block, CustomBlock):
        return ""
    texts: object = block.texts()
    if not isinstance(texts, Mapping) or not all(_are_inlines(words) for words in texts.values()):
        return f"makes a block whose texts are no inlines by name ({kind}.texts)"
    changed: object = block.with_texts(texts)
    if type(changed) is not type(block):
        return f"makes a block that other words make a {type(changed).__name__} ({kind}.with_texts)"
    if changed.texts() != texts:
        return f"makes a block that loses words when these are changed ({kind}.with_texts)"
    named = "".join(plain(words) for words in texts.values())
    for name in block.__struct_fields__:
        for words in _inlines_in(getattr(block, name)):
            if plain(words).strip() not in named:
                return f"makes a block that does not name its words “{plain(words)}” ({kind}.texts)"
    return ""


def _are_inlines(words: object) -> bool:
    return isinstance(words, tuple) and all(isinstance(one, Inline) for one in words)


def _inlines_in(value: object) -> Iterator[tuple[Inline, ...]]:
    """The words that a field of a block holds, each run of them by itself."""
    if isinstance(value, tuple) and value and _are_inlines(value):
        yield value
    elif isinstance(value, Inline):
        yield (value,)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _inlines_in(one)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _inlines_in(one)
    elif isinstance(value, Value):
        for name in value.__struct_fields__:
            yield from _inlines_in(getattr(value, name))


def _chart(directive: Directive, settings: ChartSettings, reading: ReadingContext) -> tuple[Block, ...]:
    expect_no_body(directive, reading.diagnostics)
    spec = reading.sources.chart(directive.argument, directive.place)
    if spec is None or reading.sources.table(spec.data, spec.place("data")) is None:
        return ()
    return (
        Chart(
            check_label(replace(directive, argument=settings.label or directive.argument), reading.diagnostics),
            reading.inlines(spec.title, spec.place("title")),
            _alt(spec.alt, spec.place("alt"), reading),
            source=reading.inlines(spec.source, spec.place("source")) if spec.source else (),
            span=settings.span if "span" in directive.settings.data else Span(spec.width),
            float=settings.floats,
            place=directive.place,
            name=directive.argument,
        ),
    )


def _figure(directive: Directive, settings: FigureSettings, reading: ReadingContext) -> tuple[Block, ...]:
    expect_no_body(directive, reading.diagnostics)
    drawn = directive.argument.lower().endswith(".svg")
    picture = reading.sources.drawing(directive.argument, directive.place) if drawn else None
    pixels = None if drawn else reading.sources.image(directive.argument, directive.place)
    if picture is None and pixels is None:
        return ()
    return (
        Figure(
            check_label(replace(directive, argument=settings.label), reading.diagnostics),
            PurePosixPath(directive.argument).as_posix(),
            _alt(settings.alt.strip(), directive.settings.place("alt"), reading),
            setting_inlines(settings.caption, directive, "caption", reading),
            decorative=settings.decorative,
            pixels=pixels or (0, 0),
            picture=picture,
            span=settings.span,
            float=settings.floats,
            place=directive.place,
            percent=_percent(settings.width, directive.settings.place("width"), reading),
        ),
    )


def _percent(width: str, place: Place, reading: ReadingContext) -> int:
    """The width of an image as a percentage of its columns, 10 to 100; 100, and a problem, when it is none."""
    written = width.strip().removesuffix("%").strip()
    if (
        width.strip().endswith("%")
        and written.isascii()
        and written.isdigit()
        and len(written) <= 3
        and 10 <= int(written) <= 100
    ):
        return int(written)
    message = f"“{width}” is no width of an image."
    hint = "Write it in whole per cent of its columns, from 10% to 100%: “:width: 60%”."
    reading.diagnostics.add(Code.DIRECTIVE_VALUE, message, place, hint)
    return 100


def _alt(alt: str, place: Place, reading: ReadingContext) -> str:
    """A description with its figures filled in; as it is written when it has none."""
    filled = reading.plain(alt, place).text  # also for what is wrong with it
    return filled if "{{" in alt else alt


def _quote(directive: Directive, settings: QuoteSettings, reading: ReadingContext) -> tuple[Block, ...]:
    blocks = _body(directive, reading)
    filled = reading.plain(settings.attribution, directive.settings.place("attribution"))
    return (Quote(blocks, filled.text, directive.place, filled.filled),) if blocks else ()


def _callout(directive: Directive, settings: NoSettings, reading: ReadingContext) -> tuple[Block, ...]:
    blocks = _body(directive, reading)
    title = reading.plain(directive.argument, directive.place)
    return (Callout(title.text, blocks, directive.place, title.filled),) if blocks else ()


def _signature(directive: Directive, settings: NoSettings, reading: ReadingContext) -> tuple[Block, ...]:
    lines: list[tuple[Inline, ...]] = []
    indented = "\n".join(f"{line}  " for line in directive.body.split("\n"))
    for block in _body(replace(directive, body=indented), reading):
        if isinstance(block, Paragraph):
            lines.extend(_split_lines(block.children))
        elif isinstance(block, List) and (names := _initialled(block)):  # "A. de Vries", and below it "B. Jansen"
            lines.extend(names)
        else:
            report_misplaced(block, "a signature", reading.diagnostics)
    return (Signature(tuple(lines), directive.place),) if lines else ()


def _initialled(block: List) -> list[tuple[Inline, ...]]:
    """The lines of a list of one-line items with letters before them; none of any other list."""
    if block.style is not ListStyle.LETTER or not all(len(item.blocks) == 1 for item in block.items):
        return []
    texts = [(item.marker, item.blocks[0]) for item in block.items]
    lines: list[tuple[Inline, ...]] = []
    for marker, text in texts:
        if not isinstance(text, Paragraph):
            return []
        first, *others = _split_lines(text.children)
        lines += [(Text(f"{marker}\u00a0", text.place), *first), *others]
    return lines


def _split_lines(children: tuple[Inline, ...]) -> list[tuple[Inline, ...]]:
    lines: list[list[Inline]] = [[]]
    for child in children:
        if isinstance(child, LineBreak):
            lines.append([])
        else:
            lines[-1].append(child)
    return [tuple(line) for line in lines if line]


def _legend(directive: Directive, settings: NoSettings, reading: ReadingContext) -> tuple[Block, ...]:
    expect_no_body(directive, reading.diagnostics)
    marks = tuple(StatusMark(status, word) for status, word in reading.status_words.items())
    return (StatusLegend(marks, directive.place),)


def _break(directive: Directive, settings: NoSettings, reading: ReadingContext) -> tuple[Block, ...]:
    expect_no_body(directive, reading.diagnostics)
    kinds = {kind.value: kind for kind in BreakKind}
    if directive.argument not in kinds:
        message = f"“{directive.argument}” cannot be broken off."
        reading.diagnostics.add(Code.DIRECTIVE_ARGUMENT, message, directive.place, nearest(directive.argument, kinds))
        return ()
    return (Break(kinds[directive.argument], directive.place),)


def _body(directive: Directive, reading: ReadingContext) -> tuple[Block, ...]:
    """The body's blocks; an empty body is a problem."""
    if not directive.body.strip():
        message = f"“{{{directive.name}}}” has nothing in it."
        hint = "Write its text between its first line and “:::”."
        reading.diagnostics.add(Code.DIRECTIVE_EMPTY, message, directive.place, hint)
        return ()
    return reading.blocks(directive.body, directive.body_line)


register = Plugin("directives of every report")
for _name, _settings, _read, _needs in (
    ("table", TableSettings, build_table, ""),
    ("status-matrix", MatrixSettings, build_matrix, ""),
    ("status-legend", NoSettings, _legend, ""),
    ("restated-figures", FrameSettings, build_restated, ""),
    ("chart", ChartSettings, _chart, "the name of a file in charts/"),
    ("figure", FigureSettings, _figure, "the path of an image"),
    ("key-figures", KeyFiguresSettings, build_key_figures, ""),
    ("quote", QuoteSettings, _quote, ""),
    ("callout", NoSettings, _callout, "its title"),
    ("signature", NoSettings, _signature, ""),
    ("versions", VersionsSettings, build_versions, ""),
    ("break", NoSettings, _break, "“page” or “column”"),
):
    register.directive(_name, settings=_settings, needs=_needs)(_read)

DIRECTIVES = registry_of(register).directives
"""The directives of every report, by name."""
