"""The report as a Typst project: what would make its pages worse than Typst's are."""

import re
from pathlib import Path

from benchmarks.subject import load_subject
from benchmarks.to_typst import export_typst

from reportbuilder.document.model import MadePage
from reportbuilder.project.project_folder import Resources

ROOT = Path(__file__).parents[2]


def test_titles_artwork_and_signatures_stand_where_ours_do(tmp_path: Path) -> None:
    subject = load_subject(ROOT / "content" / "jaarverslag-2019", Resources.of(ROOT))
    source = export_typst(subject, tmp_path).read_text(encoding="utf-8")
    openers = re.findall(r"#place\(top, float: true, clearance: 0pt, context \{.*?\n\}\)\n\}\)", source, re.DOTALL)
    assert len(openers) == sum(
        part.content not in (MadePage.COVER, MadePage.COLOPHON) for part in subject.document.parts
    )
    for opener in openers:  # Typst would enlarge a heading, and crop a picture that is higher than what it stands in
        assert "show heading: it => block({ set text(" in opener
        assert re.search(r"image\(\"pictures/[^\"]+\", width: [\d.]+pt, height: [\d.]+pt\)", opener)
        assert "calc.max(" in opener  # a long title moves the text down
    assert re.search(
        r"#block\(sticky: true, breakable: false\)\[[^\n]+\]\n\n#block\(breakable: false\)\[#strong", source
    )
