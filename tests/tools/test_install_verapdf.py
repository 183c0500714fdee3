"""What the installer says when something is missing, and that it fetches nothing twice."""

from pathlib import Path

import pytest
from tools.install_verapdf import JAR, InstallError, fetch, install, is_sound, main


def test_without_java_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallError, match="Java is missing"):
        install(tmp_path / "verapdf")


def test_without_maven_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallError, match="Maven is missing"):
        fetch(tmp_path / JAR)


def test_another_jar_of_that_name_is_not_taken_for_the_released_one(tmp_path: Path) -> None:
    (tmp_path / JAR).write_bytes(b"half a jar")
    assert not is_sound(tmp_path / JAR)


def test_the_message_ends_the_program_with_code_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["install_verapdf.py", str(tmp_path / "verapdf")])
    with pytest.raises(SystemExit, match="Java is missing"):  # a message in it means exit code 1
        main()
