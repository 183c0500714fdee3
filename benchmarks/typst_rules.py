"""What holds for a whole Typst document: type, figures, running heads, page, headings."""

from benchmarks.subject import Subject
from benchmarks.typst_words import paragraph_arguments, string, stroke, text_arguments


def preamble(subject: Subject) -> str:
    """The rules that stand before the text."""
    return "\n".join((_type(subject), _figures(subject), _furniture(subject), _page(subject), _headings(subject)))


def _aside(subject: Subject) -> float:
    """What a single column leaves of the type area, beside it: wide tables reach over it."""
    page = subject.design.page
    across = page.width - page.inside - page.outside
    return across - page.text_width if page.columns == 1 and page.text_width else 0.0


def _type(subject: Subject) -> str:
    design, settings = subject.design, subject.settings
    body, note = design.text.body, design.text.note
    strong = subject.fonts[subject.style.fonts[body.face].strong].weight
    look = text_arguments(subject, body)
    return f"""#set document(title: {string(settings.title)}, author: {string(settings.author)})
#set text(lang: {string(settings.language)}, top-edge: 0.75em, bottom-edge: -0.25em, {look})
#set par({paragraph_arguments(body)})
#set smartquote(enabled: false)
#set columns(gutter: {design.page.gutter:g}pt)
#set list(indent: 0pt, body-indent: {design.lists.indent * 0.6:g}pt, spacing: {body.leading - body.size:g}pt)
#set footnote.entry(gap: 0pt, indent: 0pt)
#show footnote.entry: set text({text_arguments(subject, note)})
#show footnote.entry: set par({paragraph_arguments(note, justify=False)})
#show strong: set text(weight: {strong})"""


def _figures(subject: Subject) -> str:
    text = subject.design.text
    return f"""#show figure: set block(breakable: true)
#show figure: set align(left)
#set figure.caption(position: top)
#show figure.caption: it => block(width: 100%, {{ set align(left); set text({text_arguments(subject, text.caption)});
  set par({paragraph_arguments(text.caption)}); it.body }})
#let over = {_aside(subject):g}pt
#let note-line(body) = block(above: {text.source.before + 2:g}pt, text({text_arguments(subject, text.source)}, body))
#let page-of(target) = context counter(page).at(target).first()
#let status(file, alt) = {{
  let picture = image(file, height: 0.75em, alt: if alt != "" {{ alt }})
  box(if alt == "" {{ pdf.artifact(picture) }} else {{ picture }})
}}"""


def _furniture(subject: Subject) -> str:
    """A function that makes a running head from two texts, and the folio."""
    design = subject.design
    heads, text, page = design.running_heads, design.text, design.page
    rise, fall = text.running_head.size * 0.75, text.folio.size * 0.75
    return f"""#let head(inner, outer) = context {{
  // the first page of a chapter has none
  if query(heading.where(level: 1)).any(one => one.location().page() == here().page()) {{ return }}
  set text({text_arguments(subject, text.running_head)})
  let (first, last) = if calc.even(here().page()) {{ (outer, inner) }} else {{ (inner, outer) }}
  place(top, dy: {heads.y - rise:g}pt, block(width: 100% + over, inset: (bottom: {heads.rule_gap:g}pt),
    stroke: (bottom: {stroke(subject, heads.rule)}), [#first #h(1fr) #last]))
}}
#let folio = context {{
  set text({text_arguments(subject, text.folio)})
  place(top, dy: {page.foot - heads.folio_y - fall:g}pt, block(width: 100% + over,
    align(if calc.even(here().page()) {{ left }} else {{ right }}, counter(page).display())))
}}"""


def _page(subject: Subject) -> str:
    page, aside = subject.design.page, _aside(subject)
    # A narrower text stands at the left on both sides, so that wide tables can reach over its right margin.
    sides = (
        f"left: {page.inside:g}pt, right: {page.outside + aside:g}pt"
        if aside
        else f"inside: {page.inside:g}pt, outside: {page.outside:g}pt"
    )
    columns = f", columns: {page.columns}" if page.columns > 1 else ""
    return f"""#set page(width: {page.width:g}pt, height: {page.height:g}pt{columns},
  margin: ({sides}, top: {page.top:g}pt, bottom: {page.foot:g}pt),
  header-ascent: 0pt, footer-descent: 0pt, footer: folio)"""


def heading_rule(subject: Subject, level: int, looks_like: int) -> str:
    """The rule that gives headings of one level the look of a level; the level is what the tags say."""
    style, body = subject.heading_style(looks_like), subject.design.text.body
    gap = style.leading - style.size
    return (
        f"#show heading.where(level: {level}): it => block(sticky: true, above: {style.before + gap:g}pt, "
        f"below: {style.after + body.leading - body.size:g}pt, {{ set text({text_arguments(subject, style)}); "
        f"set par(leading: {gap:g}pt, justify: false); it.body }})"
    )


def _headings(subject: Subject) -> str:
    return "\n".join(heading_rule(subject, level, level) for level in range(2, 7))
