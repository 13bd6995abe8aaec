"""A workbook as something to save."""

from litestar import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(content: bytes, name: str) -> Response[bytes]:
    """An Excel file to save; the name is our own, never a user's."""
    return Response(content, media_type=XLSX, headers={"content-disposition": f'attachment; filename="{name}"'})
