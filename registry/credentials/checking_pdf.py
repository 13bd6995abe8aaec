"""Judging a PDF that somebody brings: what it is and its seal first, then the credential in it.

Of a PDF without a whole seal of ours nothing is believed, also where the credential in it is right: somebody may have put that
into a document that says something else. Of a seal that has ended neither: no other clock says when it was set.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from registry.credentials.verifying import Check, Judged, Known, Verdict, judge
from registry.seals.wire import Contents, PdfRead, SealState

_OF_CONTENTS: Mapping[Contents, Verdict] = {
    Contents.NO_CREDENTIAL: Verdict.NO_CREDENTIAL,
    Contents.SEVERAL_ATTACHMENTS: Verdict.SEVERAL_ATTACHMENTS,
    Contents.ENCRYPTED: Verdict.ENCRYPTED_PDF,
    Contents.DAMAGED: Verdict.DAMAGED_PDF,
    Contents.TOO_DEMANDING: Verdict.TOO_DEMANDING,
}
_OF_SEAL: Mapping[SealState, Verdict] = {
    SealState.ABSENT: Verdict.NOT_SEALED,
    SealState.FOREIGN: Verdict.FOREIGN_SEAL,
    SealState.BROKEN: Verdict.BROKEN_SEAL,
    SealState.ENDED: Verdict.ENDED_SEAL,
}


def judge_pdf(pdf: PdfRead, known: Known, *, at: datetime) -> Judged:
    """The PDF as it stands at a moment. Whatever it is, there is a verdict."""
    if pdf.contents is not Contents.ONE_CREDENTIAL:
        return Judged(_OF_CONTENTS[pdf.contents], (), failed=(Check.FILE,))
    if pdf.seal is not SealState.WHOLE:
        return Judged(_OF_SEAL[pdf.seal], (Check.FILE,), failed=(Check.SEAL,))
    judged = judge(pdf.credential, known, at=at)
    return replace(judged, passed=(Check.FILE, Check.SEAL, *judged.passed))
