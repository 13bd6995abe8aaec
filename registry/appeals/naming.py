"""What an appeal or complaint is about, told from the number of a candidate or certificate."""

from uuid import UUID

from registry.appeals.reading import About
from registry.appeals.rules import Against
from registry.certificates.tables import Certificate
from registry.dossiers import reading as dossiers
from registry.dossiers.tables import Dossier, DossierEvent
from registry.errors import Invalid
from registry.measures.rules import Ending
from registry.measures.tables import CertificateMeasure
from registry.numbering import CERTIFICATE, read_candidate_number, read_certificate_number
from registry.people import merging
from registry.people.tables import Adviser


def read_number(typed: str) -> str:
    """The number as we write it; raises Invalid for what is no number of a candidate or certificate."""
    try:
        return read_candidate_number(typed)
    except Invalid:
        if not typed.strip().upper().startswith(CERTIFICATE):
            raise
        return read_certificate_number(typed)


async def about(number: str, against: Against, *, scheme: UUID) -> About:
    """What the number leads to: the newest application of the candidate for the scheme, or the certificate and how it came
    about; nothing for a number that nobody has."""
    if number.startswith(CERTIFICATE):
        return await _about_certificate(number, against)
    file = await Adviser.select(Adviser.id).where(Adviser.candidate_number == number).first()
    if file is None:
        return About()
    files = (await merging.same_as([file["id"]]))[file["id"]]
    held = await dossiers.dossiers((Dossier.adviser.is_in(list(files))) & (Dossier.scheme == scheme))
    if not held:
        return About()
    return await about_dossier(held[-1].id)


async def _about_certificate(number: str, against: Against) -> About:
    row = await Certificate.select(Certificate.id).where(Certificate.number == number).first()
    if row is None:
        return About()
    certificate: UUID = row["id"]
    granted = await DossierEvent.select(DossierEvent.dossier).where(DossierEvent.certificate == certificate).first()
    measure = None
    if against is Against.MEASURE:
        measure = (
            await CertificateMeasure.select(CertificateMeasure.id)
            .where(CertificateMeasure.certificate == certificate, CertificateMeasure.ending == Ending.DECIDED.value)
            .order_by(CertificateMeasure.ended_at, ascending=False)
            .first()
        )
    return About(granted["dossier"] if granted else None, certificate, measure["id"] if measure else None)


async def about_dossier(dossier: UUID) -> About:
    """An application, and the certificate that it led to, if any."""
    row = (
        await DossierEvent.select(DossierEvent.certificate)
        .where(DossierEvent.dossier == dossier, DossierEvent.certificate.is_not_null())
        .first()
    )
    return About(dossier, row["certificate"] if row else None)
