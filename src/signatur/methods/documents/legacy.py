"""Binary Word, Excel and PowerPoint files, read through LibreOffice where it is installed."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.programs import LIBREOFFICE
from signatur.methods.documents.schema import ProblemCode
from signatur.methods.documents.sheets import read_sheets
from signatur.methods.documents.sniff import DOCX, PPTX, XLSX
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.word import read_slides, read_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.task import Finding, Reader, Task

# For each old format: its usual ending, the filter and format it is converted to, and the reader.
_CONVERSIONS: Final[dict[str, tuple[str, str, str, Reader]]] = {
    "application/msword": ("doc", "docx:MS Word 2007 XML", DOCX, read_word),
    "application/vnd.ms-excel": ("xls", "xlsx:Calc MS Excel 2007 XML", XLSX, read_sheets),
    "application/vnd.ms-powerpoint": (
        "ppt",
        "pptx:Impress MS PowerPoint 2007 XML",
        PPTX,
        read_slides,
    ),
}
# LibreOffice comes in parts; which one opens the format, and the library that tells it is there.
_COMPONENTS: Final = {
    "application/msword": ("Writer", "sw"),
    "application/vnd.ms-excel": ("Calc", "sc"),
    "application/vnd.ms-powerpoint": ("Impress", "sd"),
}
# A fresh profile that runs no macros. Pictures linked in a .doc are fetched while it is loaded,
# whatever the setting for links says; with a proxy that nobody answers at, nothing gets out.
_PROFILE_ITEM: Final = """<item oor:path="/org.openoffice.{path}">
<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>
"""
_PROFILE_SETTINGS: Final = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetFTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetFTPProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        _PROFILE_ITEM.format(path=path, name=name, value=value)
        for path, name, value in _PROFILE_SETTINGS
    )
    + "</oor:items>\n"
)
# FIB of Word (MS-DOC 2.5.1): bit fEncrypted in the flags at offset 10.
_FIB_FLAGS: Final = slice(10, 12)
_FIB_ENCRYPTED: Final = 0x0100
# A FilePass record stands right behind the first record of a workbook (MS-XLS 2.4.117).
_FILE_PASS: Final = re.compile(
    rb"\A\x09\x08(?:\x08|\x10)\x00.{8,16}?\x2f\x00[\x04-\xff]\x00", re.DOTALL
)


def read_legacy(task: Task) -> Iterator[Finding]:
    """Convert to today's format in the scratch folder and read that.

    Raises:
        Unreadable: PROGRAM_MISSING, ENCRYPTED, TIMED_OUT, or DAMAGED where nothing comes out.
    """
    if _needs_password(task.content):
        raise Unreadable(ProblemCode.ENCRYPTED, "a password is needed")
    program = LIBREOFFICE.path()
    if program is None:
        raise Unreadable(ProblemCode.PROGRAM_MISSING, LIBREOFFICE.name)
    ending, target, media_type, reader = _CONVERSIONS[task.media_type]
    source = task.scratch / f"original.{ending}"
    with task.content.open() as file, source.open("wb") as copy:
        while block := file.read(1 << 20):
            copy.write(block)
    converted = _converted(program, source, target, task)
    yield from reader(replace(task, content=Content.from_path(converted), media_type=media_type))


def _converted(program: str, source: Path, target: str, task: Task) -> Path:
    profile = safe_profile(task.scratch)
    command = (
        program,
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
        "--convert-to",
        target,
        "--outdir",
        str(task.scratch / "converted"),
        str(source),
    )
    try:
        subprocess.run(  # noqa: S603 - a program found by name, fixed arguments
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=task.deadline.remaining_s,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unreadable(ProblemCode.TIMED_OUT, LIBREOFFICE.name) from error
    found = sorted((task.scratch / "converted").glob("original.*"))
    if found:
        return found[0]
    component, library = _COMPONENTS[task.media_type]
    if not _has_library(Path(program).resolve().parent, library):
        raise Unreadable(ProblemCode.PROGRAM_MISSING, f"{LIBREOFFICE.name} {component}")
    raise Unreadable(ProblemCode.DAMAGED, f"{LIBREOFFICE.name} could not open it")


def safe_profile(scratch: Path) -> Path:
    """Make a profile for LibreOffice that runs no macros and reaches nothing outside."""
    profile = scratch / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    return profile


def _has_library(folder: Path, library: str) -> bool:
    """Whether LibreOffice has a library beside its program or, on macOS, among its frameworks."""
    places = (folder, folder.parent / "Frameworks")
    return any(any(place.glob(f"*{library}lo.*")) for place in places)


def _needs_password(content: Content) -> bool:
    import olefile

    with content.open() as file, olefile.OleFileIO(file) as compound:
        if compound.exists("WordDocument"):
            flags = compound.openstream("WordDocument").read(_FIB_FLAGS.stop)[_FIB_FLAGS]
            return bool(int.from_bytes(flags, "little") & _FIB_ENCRYPTED)
        for name in ("Workbook", "Book"):
            if compound.exists(name):
                return _FILE_PASS.match(compound.openstream(name).read(64)) is not None
        return bool(compound.exists("EncryptedSummary"))
