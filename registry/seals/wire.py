"""What the server and the child that reads PDFs say to each other, and what a credential is called in a PDF."""

from datetime import datetime
from enum import StrEnum

import msgspec

ATTACHED = "credential.vc.jwt"
MEDIA_TYPE = "application/vc+jwt"
LONGEST = 65_536
"""Bytes of an attachment that are looked at; one of ours has some 3,000."""


class Contents(StrEnum):
    """What a file that should be a PDF with one credential turns out to be."""

    ONE_CREDENTIAL = "one-credential"
    NO_CREDENTIAL = "no-credential"
    SEVERAL_ATTACHMENTS = "several-attachments"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_DEMANDING = "too-demanding"


class SealState(StrEnum):
    """What a PDF has of a seal. One that has ended is ours and whole: by its own word it was set while its certificate held."""

    WHOLE = "whole"
    ABSENT = "absent"
    FOREIGN = "foreign"
    BROKEN = "broken"
    ENDED = "ended"


class ReadPdf(msgspec.Struct, frozen=True):
    """Read a PDF; `certificates` are those that may seal, in PEM, and what they rest on, as known at a moment."""

    content: bytes
    certificates: bytes
    at: datetime


class PdfRead(msgspec.Struct, frozen=True):
    """What it is, the text of its credential, and its seal; the latter two only where it is a PDF with one credential."""

    contents: Contents
    credential: str = ""
    seal: SealState = SealState.ABSENT
