"""A booking as a file for a calendar."""

from litestar import Response

from registry.engagements.calendar import ICS


def as_calendar(content: bytes) -> Response[bytes]:
    """The file, offered to keep."""
    headers = {"content-disposition": 'attachment; filename="boeking.ics"'}
    return Response(content, media_type=ICS, headers=headers)
