"""What somebody checked is nobody's business."""

from litestar.response import Template


def kept_by_nobody(template: Template) -> Template:
    """The page with an answer: nothing on the way may keep it."""
    template.headers["cache-control"] = "no-store"
    return template
