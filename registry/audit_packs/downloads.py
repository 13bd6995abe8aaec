"""An audit pack as something to save."""

from litestar import Response

from registry.audit_packs.service import Pack

ZIP = "application/zip"


def attached(pack: Pack) -> Response[bytes]:
    """The pack as a file; its name is our own."""
    return Response(pack.content, media_type=ZIP, headers={"content-disposition": f'attachment; filename="{pack.name}"'})
