"""Signs a copy of a PDF, and checks signatures: PAdES B-B (ETSI EN 319 142-1), added as an incremental update.

Uses pyHanko, an optional dependency (`pip install reportbuilder[sign]`), which is imported when it is needed.
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
    """The key for a signature: a PKCS#12 file with its certificate, its password, and the time of signing."""

    path: Path
    password: str
    moment: datetime.datetime


class SignatureCheck(Value):
    """A signature in a PDF: its signer, the time that it states, and its faults, in sentences.

    Whether the certificate is trusted is left to the reader; its issuer is named.
    """

    signer: str
    issuer: str
    moment: str
    wrong: tuple[str, ...]


class SigningToolError(Exception):
    """pyHanko is not installed; the message is a sentence."""


def open_key(key: SigningKey) -> Any:
    """Open a key file for signing; raises ReportError with the reason if it cannot be used."""
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
    """Sign a copy of a PDF with an invisible signature.

    The signature field is outside the page: PDF/A-2 requires visible annotations to print, and PDF/UA-1 requires them
    to be tagged.
    """
    signers, fields = _pyhanko("pyhanko.sign.signers"), _pyhanko("pyhanko.sign.fields")
    writing = _pyhanko("pyhanko.pdf_utils.incremental_writer")

    class _Writer(writing.IncrementalPdfFileWriter):  # type: ignore[misc, name-defined]  # see below
        """Leaves the metadata unchanged, so that the copy claims the same standards as the original."""

        def _update_meta(self) -> None:
            return

    class _Signer(signers.PdfSigner):  # type: ignore[misc, name-defined]  # the base is not there without the extra
        """Signs with the given time instead of the clock time."""

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
    """Whether a PDF may have a signature, judged by a search in its bytes."""
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
    """The validation context: the signature must be made with the key of this certificate while that was valid. Nothing
    is fetched."""
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
    """The name of a certificate holder: the common name, and the organisation if there is one."""
    parts = name.native
    return ", ".join(str(parts[key]) for key in ("common_name", "organization_name") if key in parts) or "nobody"


def _read(key: SigningKey) -> bytes:
    try:
        return load(key.path, None)
    except OSError as error:
        message = f"The key “{shown(key.path)}” cannot be read: {error.strerror or 'unknown reason'}."
        raise _refused(key, Code.FILE_UNREADABLE, message, "Check the name and its permissions.") from error


def _why(data: bytes, error: Exception) -> tuple[Code, str, str]:
    """The code, message and hint for a key that could not be opened."""
    cause = str(error.__cause__ or error).lower()
    if "password" in cause or "mac" in cause:
        return Code.KEY_PASSWORD, "The password of the key is wrong, so nothing was signed.", "Try again."
    message = "This is no PKCS#12 file with a key and its certificate, so nothing was signed."
    return Code.KEY_UNREADABLE, message, "It usually ends in .p12 or .pfx."


def _refused(key: SigningKey, code: DiagnosticCode, message: str, hint: str) -> ReportError:
    return ReportError([Diagnostic(code, message, hint, Place(shown(key.path)))], ExitCode.FILE)


def _pyhanko(module: str) -> Any:
    """Import a module of pyHanko; raises SigningToolError if it is not installed."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise SigningToolError(f"{_MISSING} {_INSTALL}") from error
