"""A page design as CSS for paged media."""

from collections.abc import Iterator

from benchmarks.subject import Subject
from reportbuilder.style.model import Rule, TextStyle


def css(subject: Subject) -> str:
    """The whole style sheet of a report."""
    rules = (*_fonts(subject), *_pages(subject), *_running_text(subject), *_blocks(subject), *_tables(subject))
    return "\n".join(rules) + "\n"


def text_rules(subject: Subject, style: TextStyle) -> str:
    """A text style as declarations."""
    font = subject.fonts[style.face]
    slope = "italic" if font.italic else "normal"
    digits = "font-variant-numeric: tabular-nums; " if style.tabular else ""
    return (
        f"font: {slope} {font.weight} {style.size:g}pt/{style.leading:g}pt '{font.family}'; "
        f"color: {subject.colour(style.colour)}; hyphens: {'auto' if style.hyphenate else 'manual'}; {digits}"
        f"text-align: {'justify' if style.justify else 'left'};"
    )


def _space(style: TextStyle) -> str:
    return f"margin: {style.before:g}pt 0 {style.after:g}pt;"


def _stroke(subject: Subject, rule: Rule) -> str:
    return f"{rule.width:g}pt solid {subject.colour(rule.colour)}"


def _fonts(subject: Subject) -> Iterator[str]:
    for font in subject.fonts.values():
        slope = "italic" if font.italic else "normal"
        yield (
            f"@font-face {{ font-family: '{font.family}'; font-weight: {font.weight}; font-style: {slope}; "
            f"src: url('{font.path.as_uri()}'); }}"
        )


def _pages(subject: Subject) -> Iterator[str]:
    design = subject.design
    page, heads, text = design.page, design.running_heads, design.text
    head, folio = text_rules(subject, text.running_head), text_rules(subject, text.folio)
    yield f"@page {{ size: {page.width:g}pt {page.height:g}pt; margin: {page.top:g}pt 0 {page.foot:g}pt; }}"
    inner, outer = (_content(subject, heads.left), _content(subject, heads.right))
    sides = (("right", page.inside, page.outside, inner, outer), ("left", page.outside, page.inside, outer, inner))
    for side, left, right, first, last in sides:
        line = f"border-bottom: {_stroke(subject, heads.rule)}; padding-bottom: {heads.rule_gap:g}pt; "
        low = f"vertical-align: top; padding-top: {page.foot - heads.folio_y - text.folio.leading / 2:g}pt;"
        up = f"vertical-align: top; margin: {heads.y - text.running_head.leading / 2:g}pt 0 auto;"
        yield (
            f"@page :{side} {{ margin-left: {left:g}pt; margin-right: {right:g}pt;\n"
            f"  @top-left {{ content: {first}; width: 50%; {up} {line}{head} }}\n"
            f"  @top-right {{ content: {last}; width: 50%; {up} {line}{head} text-align: right; }}\n"
            f"  @bottom-{side} {{ content: counter(page); {low} {folio} text-align: {side}; }} }}"
        )
    empty = " ".join(f"@{box} {{ content: none; border: none }}" for box in ("top-left", "top-right", "bottom-right"))
    yield f"@page cover {{ margin: 0; {empty} }}"
    note = subject.design.text.note
    yield f"@page {{ @footnote {{ border-top: {_stroke(subject, heads.rule)}; padding-top: 3pt; }} }}"
    yield f".note {{ float: footnote; {text_rules(subject, note)} }}"


def _content(subject: Subject, template: str) -> str:
    words = subject.imprint.fill(template, chapter="\0", report=subject.imprint.title)
    return '"' + words.replace('"', "'").replace("\0", '" string(chapter) "') + '"'


def _running_text(subject: Subject) -> Iterator[str]:
    design, text = subject.design, subject.design.text
    page, look = design.page, design.opener
    yield f"html {{ {text_rules(subject, text.body)} }} body {{ margin: 0; orphans: 2; widows: 2; }}"
    strong = subject.fonts[subject.style.fonts[text.body.face].strong].weight
    yield f"strong {{ font-weight: {strong}; }} sup, sub {{ font-size: 65%; line-height: 0; }}"
    yield "a { color: inherit; text-decoration: none; }"
    if page.columns > 1:
        yield f".columns {{ columns: {page.columns}; column-gap: {page.gutter:g}pt; }} .page {{ column-span: all; }}"
    elif page.text_width:
        kinds = "p, ul, ol, h2, h3, h4, h5, h6, .quote, .callout, .column"
        yield f"{', '.join(f'.columns > {k}' for k in kinds.split(', '))} {{ max-width: {page.text_width:g}pt; }}"
    yield f"p {{ {_space(text.body)} }}"
    for level in range(2, 7):
        style = subject.heading_style(level)
        yield f"h{level} {{ {text_rules(subject, style)} {_space(style)} break-after: avoid; }}"
    yield f".opener {{ break-before: page; position: relative; height: {look.drop:g}pt; }}"
    width = page.width + 2 * look.bleed
    yield (
        f".opener img {{ position: absolute; left: {-page.inside - look.bleed:g}pt; "
        f"top: {-page.top - look.bleed:g}pt; width: {width:g}pt; }}"
    )
    title = look.title_y - page.top - text.h1.size * 0.75 - (text.h1.leading - text.h1.size) / 2
    yield (
        f"h1 {{ {text_rules(subject, text.h1)} position: absolute; margin: 0; top: {title:g}pt; "
        f"width: {look.title_width or page.width:g}pt; string-set: chapter content(); }}"
    )
    number = look.number_y - page.top - text.opener_number.size * 0.75
    yield (
        f".opener .number {{ position: absolute; margin: 0; top: {number:g}pt; "
        f"{text_rules(subject, text.opener_number)} }}"
    )


def _blocks(subject: Subject) -> Iterator[str]:
    design, text = subject.design, subject.design.text
    lists, key = design.lists, design.key_figures
    yield f"ul, ol {{ {_space(text.body)} padding-left: {lists.indent:g}pt; }} li > p {{ margin: 0; }}"
    yield f"li::marker {{ color: {subject.colour(lists.colour)}; }} li {{ margin: {lists.gap:g}pt 0; }}"
    yield f"figure {{ margin: {design.page.grid:g}pt 0; }} figure img {{ max-width: 100%; }}"
    yield f"figcaption {{ {text_rules(subject, text.caption)} {_space(text.caption)} break-after: avoid; }}"
    yield f".source {{ {text_rules(subject, text.source)} {_space(text.source)} }}"
    yield ".status { height: 0.75em; } .cover { page: cover; position: relative; }"
    yield f".cover img {{ position: absolute; left: {-design.cover.bleed:g}pt; top: {-design.cover.bleed:g}pt; "
    yield f"width: {design.page.width + 2 * design.cover.bleed:g}pt; }} .cover p {{ position: absolute; margin: 0; }}"
    yield f".cards {{ display: flex; flex-wrap: wrap; gap: {design.page.grid:g}pt; }}"
    share = 100 / key.across
    yield f".card {{ width: calc({share:g}% - {design.page.grid:g}pt); border-top: {_stroke(subject, key.rule)}; }}"
    for name in ("key_value", "key_label", "key_note", "attribution", "callout_title", "signature", "colophon"):
        yield f".{name} {{ {text_rules(subject, getattr(text, name))} margin: 0; }}"
    quote, aside = design.quote, design.callout
    yield f".quote {{ {_space(text.quote)} border-top: {_stroke(subject, quote.rule)}; padding: {quote.pad:g}pt; }}"
    yield f".quote > p {{ {text_rules(subject, text.quote)} margin: 0; }}"
    ground = f"background: {subject.colour(aside.ground)}; " if aside.ground else ""
    yield f".callout {{ {ground}border-left: {_stroke(subject, aside.rule)}; padding: {aside.pad:g}pt; }}"
    yield ".page-of::after { content: target-counter(attr(href), page); }"
    look = design.contents
    yield (
        f".contents p {{ margin: 0; }} .contents a::after {{ content: leader('. ') target-counter(attr(href), page); "
        f"color: {subject.colour(look.leader_colour)}; }}"
    )
    for level, style in enumerate((text.contents_1, text.contents_2, text.contents_3), 1):
        indent = look.indent * (level - 1)
        yield (
            f".contents .level-{level} {{ {text_rules(subject, style)} margin: {style.before:g}pt 0 0 {indent:g}pt; "
            f"{'' if design.page.columns > 1 else f'max-width: {design.page.text_width or 9999:g}pt;'} }}"
        )


def _tables(subject: Subject) -> Iterator[str]:
    design, text = subject.design, subject.design.text
    yield "table { border-collapse: collapse; width: 100%; } td, th { vertical-align: top; } td p { margin: 0; }"
    yield ".right, .decimal { text-align: right !important; } .center { text-align: center !important; }"
    for name, look in (("plain", design.table), ("matrix", design.matrix)):
        cell = f"padding: {look.pad_y:g}pt {look.pad_x:g}pt;"
        yield f".{name} td {{ {text_rules(subject, text.table)} {cell} "
        yield f"border-bottom: {_stroke(subject, look.row_rule)}; }}"
        yield f".{name} th {{ {text_rules(subject, text.table_header)} {cell} "
        yield f"border-bottom: {_stroke(subject, look.head_rule)}; }}"
        yield f".{name} {{ border-bottom: {_stroke(subject, look.end_rule)}; }}"
        kinds = (("group", text.table_group, look.group_ground), ("span", text.table_span, look.span_ground),
                 ("total", text.table_header, ""))  # fmt: skip
        for kind, style, ground in kinds:
            fill = f"background: {subject.colour(ground)};" if ground else ""
            yield f".{name} .{kind} td {{ {text_rules(subject, style)} {fill} }}"
