"""What following refuses."""

from registry.errors import RuleBroken
from registry.texts import Text


class AdviserNotShown(RuleBroken):
    """Only who lets the public see their name is followed as an adviser; one certificate always can be."""

    code = "adviser-not-shown"
    title = Text("Adviseur niet te volgen", "Adviser cannot be followed")
    detail = Text(
        "Deze adviseur staat niet met naam in het register. U kunt wel dit certificaat volgen.",
        "This adviser is not in the registry by name. You can follow this certificate instead.",
    )
