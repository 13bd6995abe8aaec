"""QR codes on pages, as SVG in the page itself: no image is fetched, and no style stands in it."""

import io

import segno
from markupsafe import Markup


def svg(text: str) -> Markup:
    """The text as a QR code with its white margin, four pixels a square."""
    made = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        made,
        kind="svg",
        scale=4,
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=False,
        svgclass=None,
        lineclass=None,
    )
    return Markup(made.getvalue().decode())  # noqa: S704 - drawn by us: paths alone, the text is not in it
