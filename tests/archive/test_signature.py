"""A signed copy of the record: still PDF/A-2a and PDF/UA-1, and found out when it is changed."""

import datetime
import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from reportbuilder.archive.package import ArchivePackage
from reportbuilder.archive.signature import SigningKey, SigningToolError, open_key, sign, signatures
from reportbuilder.archive.verify import verify_package
from reportbuilder.cli.main import app
from reportbuilder.diagnostics import ExitCode, ReportError
from reportbuilder.preflight.verdict import verify
from reportbuilder.standards.standard import Standard
from tests.archive.archived_report import MOMENT, NAME, archived, files_of, written

YEAR = datetime.timedelta(days=365)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key with a certificate that it signed itself, for a year before and after the moment of the tests."""
    secret = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "J. Jansen"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Voorbeeldorganisatie"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(secret.public_key())
        .serial_number(1)
        .not_valid_before(MOMENT - YEAR)
        .not_valid_after(MOMENT + YEAR)
        .add_extension(x509.KeyUsage(True, True, *[False] * 7), critical=True)
        .sign(secret, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("key") / "sleutel.p12"
    locked = serialization.BestAvailableEncryption(b"geheim")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"sleutel", secret, certificate, None, locked))
    return path


@pytest.fixture(scope="module")
def record(packed: ArchivePackage) -> bytes:
    return (packed.folder / "data" / NAME / "pdf" / "verslag-screen.pdf").read_bytes()


@pytest.fixture(scope="module")
def signed(key: Path, record: bytes) -> bytes:
    made = sign(record, open_key(SigningKey(key, "geheim", MOMENT)), MOMENT)
    folder = os.environ.get("REPORTBUILDER_TEST_PDFS")  # for veraPDF, which CI has
    if folder:
        (Path(folder) / "archive-signed.pdf").write_bytes(made)
    return made


def test_a_signed_copy_keeps_its_promises(record: bytes, signed: bytes) -> None:
    assert signed.startswith(record)
    verdict = verify(signed)
    assert set(verdict.standards) == {Standard.UA1, Standard.A2A}
    assert verdict.violations == ()


def test_a_signature_says_who_and_when_by_the_clock_it_was_given(signed: bytes) -> None:
    (found,) = signatures(signed)
    assert found.signer == "J. Jansen, Voorbeeldorganisatie"
    assert found.moment == MOMENT.isoformat()
    assert found.wrong == ()


def test_a_change_after_signing_is_found(record: bytes, signed: bytes) -> None:
    changed = bytearray(signed)
    changed[len(record) // 2] ^= 1
    assert any(found.wrong for found in signatures(bytes(changed)))
    assert any(found.wrong for found in signatures(signed + b"\n% meer\n"))
    assert signatures(record) == ()


@pytest.mark.parametrize(
    ("password", "moment", "code"),
    [
        ("fout", MOMENT, "key-password"),
        ("", MOMENT, "key-password"),
        ("geheim", MOMENT + 2 * YEAR, "key-expired"),
        ("geheim", MOMENT - 2 * YEAR, "key-expired"),
    ],
)
def test_a_key_that_cannot_sign_is_told_before_anything_is_made(
    key: Path, project: Path, tmp_path: Path, password: str, moment: datetime.datetime, code: str
) -> None:
    with pytest.raises(ReportError) as error:
        archived(project, tmp_path / "output", key=SigningKey(key, password, moment))
    assert [problem.code for problem in error.value.problems] == [code]
    assert error.value.exit_code is ExitCode.FILE
    assert not (tmp_path / "output").exists()


def test_a_signature_dated_outside_its_certificate_is_wrong(key: Path, record: bytes) -> None:
    later = MOMENT + 3 * YEAR
    (found,) = signatures(sign(record, open_key(SigningKey(key, "geheim", MOMENT)), later))
    assert found.moment == later.isoformat()
    assert found.wrong == ("The certificate was not valid at the moment that the signature names.",)


def test_without_pyhanko_signatures_are_neither_made_nor_checked(
    key: Path, signed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pyhanko.sign.signers", "pyhanko.pdf_utils.reader"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ReportError) as error:
        open_key(SigningKey(key, "geheim", MOMENT))
    assert ([p.code for p in error.value.problems], error.value.exit_code) == (["sign-missing"], ExitCode.MISSING_TOOL)
    with pytest.raises(SigningToolError):
        signatures(signed)


def test_the_command_says_who_signed_a_pdf(signed: bytes, tmp_path: Path) -> None:
    (tmp_path / "goed.pdf").write_bytes(signed)
    (tmp_path / "fout.pdf").write_bytes(signed + b"\n% meer\n")
    good, wrong = (CliRunner().invoke(app, ["verify", str(tmp_path / name)]) for name in ("goed.pdf", "fout.pdf"))
    assert "signed by J. Jansen, Voorbeeldorganisatie" in good.stdout
    assert good.exit_code == 0
    assert "Something was added to the file after it was signed." in wrong.stdout
    assert wrong.exit_code == 6


def test_what_is_no_key_is_told(tmp_path: Path) -> None:
    (tmp_path / "sleutel.p12").write_bytes(b"geen sleutel")
    for path, code in ((tmp_path / "sleutel.p12", "key-unreadable"), (tmp_path / "weg.p12", "file-unreadable")):
        with pytest.raises(ReportError) as error:
            open_key(SigningKey(path, "geheim", MOMENT))
        assert [problem.code for problem in error.value.problems] == [code]


def test_a_signed_package_is_verified_and_a_false_copy_found(
    key: Path, project: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = archived(project, output, key=SigningKey(key, "geheim", MOMENT))
    found = verify_package(made.zip, None, lambda step: None)
    assert (found.problems, found.whole) == ((), True)
    assert ["J. Jansen" in words for words in found.signatures] == [True]
    inner = f"data/{NAME}/pdf/verslag-screen-ondertekend.pdf"
    files = dict(files_of(made.folder))
    assert "digitale handtekening" in " ".join(files[f"data/{NAME}/LEESMIJ.txt"].decode().split())
    files[inner] = files[inner][:-200] + b"0" * 200
    found = verify_package(written(files, output / "vals"), None, lambda step: None)
    assert [(problem.code, problem.place.file) for problem in found.problems] == [("bag-changed", inner)]

    def no_tool(data: bytes) -> None:
        raise SigningToolError("pyHanko is not installed.")

    monkeypatch.setattr("reportbuilder.archive.verify.signatures", no_tool)
    told = CliRunner().invoke(app, ["verify", str(made.zip)])
    assert (told.exit_code, "was not checked" in told.stdout) == (ExitCode.UNJUDGED, True)
