"""A check from another package: it runs with the others, and says where."""

from pathlib import Path

from tests.plugin_example.conftest import command


def test_it_reports_at_the_figure(project: Path, site: Path) -> None:
    data = project / "content/voorbeeld/data/cijfers.csv"
    data.write_text(data.read_text().replace("1.350", "135"))
    done = command(project, "check", site=site)
    assert done.returncode == 0
    (line,) = [line for line in done.stdout.splitlines() if "[figure-halved]" in line]
    assert line.startswith("content/voorbeeld/data/cijfers.csv:2:")
    assert "warning: “Meldingen” is 135, less than half of 1.200 in 2020." in line


def test_without_the_package_nothing_is_checked(project: Path) -> None:
    data = project / "content/voorbeeld/data/cijfers.csv"
    data.write_text(data.read_text().replace("1.350", "135"))
    assert "figure-halved" not in command(project, "check", site=None).stdout
