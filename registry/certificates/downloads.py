"""The PDF of a certificate as something to save."""

from datetime import datetime

from litestar import Response

from registry.certificates import keeping, reading, sealed_pdf
from registry.permissions import Actor
from registry.texts import Language

PDF = "application/pdf"


async def download(number: str, *, site: str, language: Language, actor: Actor, now: datetime) -> Response[bytes]:
    """The document in a language, for who may read the certificate whole, sealed where that can be done.

    The file is named after its number.

    Raises what `reading.read_by` raises, and DocumentErased.
    """
    issued = await reading.read_by(number, actor=actor)
    content = await sealed_pdf.sealed(issued.id, await keeping.kept(issued, site=site, language=language, now=now), now=now)
    name = f"certificaat-{issued.number}-{language.value}.pdf"
    return Response(content, media_type=PDF, headers={"content-disposition": f'attachment; filename="{name}"'})
