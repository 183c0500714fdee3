"""A digital signature on a copy of a PDF: PAdES B-B (ETSI EN 319 142-1), as an incremental update.

pyHanko does the work; it is an extra (`pip install reportbuilder[sign]`), and is imported only where it is used.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportbuilder.diagnostics import Code, Diagnostic, DiagnosticCode, ExitCode, Place, ReportError
from reportbuilder.files.inputs import load, shown
from reportbuilder.values import Value

FIELD = "Handtekening"
ENDING = "-ondertekend.pdf"
_MISSING = "pyHanko, which makes and checks signatures, is not installed."
_INSTALL = "Install reportbuilder with the extra “sign”: pip install 'reportbuilder[sign]'."


class SigningKey(Value):
    """What to sign with: a PKCS#12 file with a key and its certificate, its password, and the moment of signing."""

    path: Path
    password: str
    moment: datetime.datetime


class SignatureCheck(Value):
    """A signature in a PDF: its signer, its moment as it says itself, and what is wrong with it, in sentences.

    Whether the certificate can be trusted is for the reader to judge; its issuer is named.
    """

    signer: str
    issuer: str
    moment: str
    wrong: tuple[str, ...]


class SigningToolError(Exception):
    """pyHanko is not installed; the message is a sentence."""


def open_key(key: SigningKey) -> Any:
    """The signer of a key file, tried before anything is made; raises ReportError in words for what is wrong."""
    try:
        signers = _pyhanko("pyhanko.sign.signers")
    except SigningToolError as error:
        problem = Diagnostic(Code.SIGN_MISSING, _MISSING, _INSTALL, Place("--sign"))
        raise ReportError([problem], ExitCode.MISSING_TOOL) from error
    data = _read(key)
    try:
        signer = signers.SimpleSigner.load_pkcs12_data(data, other_certs=[], passphrase=key.password.encode() or None)
    except (ValueError, TypeError, AttributeError) as error:
        raise _refused(key, *_why(data, error)) from error
    certificate = signer.signing_cert
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if not begins <= key.moment <= ends:
        name, day = _name(certificate.subject), (ends if key.moment > ends else begins).date().isoformat()
        state = f"expired on {day}" if key.moment > ends else f"is valid from {day} on"
        hint = "Ask whoever issues your certificates for one that is valid now."
        raise _refused(key, Code.KEY_EXPIRED, f"The certificate of {name} {state}, so nothing was signed.", hint)
    return signer


def sign(data: bytes, signer: Any, moment: datetime.datetime) -> bytes:
    """A copy of a PDF with a signature that cannot be seen on the pages.

    PDF/A-2 wants annotations that print, PDF/UA-1 ones that are tagged or off the page; so the field is off the page.
    """
    signers, fields = _pyhanko("pyhanko.sign.signers"), _pyhanko("pyhanko.sign.fields")
    writing = _pyhanko("pyhanko.pdf_utils.incremental_writer")

    class _Writer(writing.IncrementalPdfFileWriter):  # type: ignore[misc, name-defined]  # see below
        """Leaves the metadata as they are: those of the copy are the original's, down to what they promise."""

        def _update_meta(self) -> None:
            return

    class _Signer(signers.PdfSigner):  # type: ignore[misc, name-defined]  # the base is not there without the extra
        """Signs at the moment that it is told, not the clock's."""

        def init_signing_session(self, *arguments: Any, **options: Any) -> Any:
            session = super().init_signing_session(*arguments, **options)
            session.system_time = moment
            return session

    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    place = fields.InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    field = fields.SigFieldSpec(FIELD, invis_sig_settings=place)
    signed: bytes = _Signer(about, signer, new_field_spec=field).sign_pdf(_Writer(io.BytesIO(data))).getvalue()
    return signed


def is_signed(data: bytes) -> bool:
    """Whether there may be a signature in a PDF, as far as its bytes show."""
    return b"/ByteRange" in data


def signatures(data: bytes) -> tuple[SignatureCheck, ...]:
    """The signatures in a PDF; raises SigningToolError without pyHanko."""
    try:
        reader = _pyhanko("pyhanko.pdf_utils.reader").PdfFileReader(io.BytesIO(data))
        return tuple(_signature(embedded) for embedded in reader.embedded_signatures)
    except SigningToolError:
        raise
    except Exception as error:  # a damaged file makes a reader of PDFs raise anything at all
        return (SignatureCheck("nobody", "nobody", "", (f"The signature cannot be read: {type(error).__name__}.",)),)


def _signature(embedded: Any) -> SignatureCheck:
    validation = _pyhanko("pyhanko.sign.validation")
    certificate = embedded.signer_cert
    moment = embedded.self_reported_timestamp
    embedded.compute_integrity_info()
    status = validation.validate_pdf_signature(embedded, _context(certificate, moment))
    return SignatureCheck(
        _name(certificate.subject),
        _name(certificate.issuer),
        moment.isoformat() if moment else "",
        tuple(_wrong(status, certificate, moment)),
    )


def _context(certificate: Any, moment: datetime.datetime | None) -> Any:
    """What to validate by: that the signature was made with this certificate's key, at a moment that it was valid.
    Nothing is fetched."""
    context = _pyhanko("pyhanko_certvalidator").ValidationContext
    return context(trust_roots=[certificate], moment=moment, allow_fetching=False)


def _wrong(status: Any, certificate: Any, moment: datetime.datetime | None) -> Iterator[str]:
    if moment is None or not certificate.not_valid_before <= moment <= certificate.not_valid_after:
        yield "The certificate was not valid at the moment that the signature names."
    if not status.intact:
        yield "What was signed was changed afterwards."
    elif not status.valid:
        yield "The signature was not made with the key of the certificate that it names."
    if status.coverage.name != "ENTIRE_FILE":
        yield "Something was added to the file after it was signed."


def _name(name: Any) -> str:
    """A name in a certificate in words: the common name, and the organisation if there is one."""
    parts = name.native
    return ", ".join(str(parts[key]) for key in ("common_name", "organization_name") if key in parts) or "nobody"


def _read(key: SigningKey) -> bytes:
    try:
        return load(key.path, None)
    except OSError as error:
        message = f"The key “{shown(key.path)}” cannot be read: {error.strerror or 'unknown reason'}."
        raise _refused(key, Code.FILE_UNREADABLE, message, "Check the name and its permissions.") from error


def _why(data: bytes, error: Exception) -> tuple[Code, str, str]:
    """The code, message and hint for a key that was not opened."""
    cause = str(error.__cause__ or error).lower()
    if "password" in cause or "mac" in cause:
        return Code.KEY_PASSWORD, "The password of the key is wrong, so nothing was signed.", "Try again."
    message = "This is no PKCS#12 file with a key and its certificate, so nothing was signed."
    return Code.KEY_UNREADABLE, message, "It usually ends in .p12 or .pfx."


def _refused(key: SigningKey, code: DiagnosticCode, message: str, hint: str) -> ReportError:
    return ReportError([Diagnostic(code, message, hint, Place(shown(key.path)))], ExitCode.FILE)


def _pyhanko(module: str) -> Any:
    """A module of pyHanko; raises SigningToolError when it is not installed."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise SigningToolError(f"{_MISSING} {_INSTALL}") from error
