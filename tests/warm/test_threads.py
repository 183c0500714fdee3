"""Threads that share an open project take turns: what it remembers is used by one at a time."""

from pathlib import Path
from threading import Event, Thread

from reportbuilder import open_project
from tests.warm.small_project import PLUGINS, project_files


def test_an_operation_waits_for_one_of_another_thread(tmp_path: Path) -> None:
    for path, data in project_files().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    project = open_project(tmp_path, plugins=PLUGINS)
    done: list[str] = []
    begun = Event()

    def check() -> None:
        project.report("eerder").check(progress=lambda _: (done.append("check"), begun.set()))

    other = Thread(target=check)

    def build_goes_on(_: str) -> None:
        done.append("build")
        if not other.ident:
            other.start()
            assert not begun.wait(0.3)

    files = project.report("verslag").build("screen", progress=build_goes_on).files
    other.join()
    assert done.index("check") > max(at for at, what in enumerate(done) if what == "build")
    assert files == open_project(tmp_path, plugins=PLUGINS).report("verslag").build("screen").files
