"""The guide to a style from nothing: who follows it gets a style without a problem."""

import re
import shutil
from pathlib import Path

from tests.whole_reports import ROOT, build_whole

GUIDE = (ROOT / "docs/house-style.md").read_text(encoding="utf-8")


def follow(project: Path) -> Path:
    """Write the files of the guide, as it says, into a project; gives the folder of a report in the new style."""
    text = GUIDE[GUIDE.index("## A style from nothing") : GUIDE.index("## A style on top of another")]
    style = "".join(re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    (corrected,) = re.findall(r"`(foot: \d+\.\d+pt)`", text)  # what `check` says of the foot in the step before
    (project / "styles/museum/artwork").mkdir(parents=True)
    (project / "styles/museum/style.yaml").write_text(style.replace("foot: 80pt", corrected), encoding="utf-8")
    for name, drawing in re.findall(r"^`(styles/\S+\.svg)`\n\n```xml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        (project / name).write_text(drawing, encoding="utf-8")
    report = shutil.copytree(ROOT / "tests/documents/style-vierkant", project / "content/museum")
    settings = (report / "report.yaml").read_text(encoding="utf-8")
    settings = settings.replace("style: vierkant", "style: museum").replace("design: vierkant", "design: verslag")
    (report / "report.yaml").write_text(settings, encoding="utf-8")
    return report


def test_who_follows_the_guide_gets_a_style_without_a_problem(tmp_path: Path) -> None:
    for shared in ("styles/rvo", "fonts"):
        shutil.copytree(ROOT / shared, tmp_path / shared)
    made = build_whole(follow(tmp_path), tmp_path, ("screen", "print"))
    assert [problem for problem in made.problems if problem.severity.value != "note"] == []
    assert made.composed.material.style.name == "Museum"
    assert made.composed.layout.setup.columns == 2
