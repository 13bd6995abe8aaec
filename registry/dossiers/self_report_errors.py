"""What self-reports refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class NothingToReportOn(RuleBroken):
    """Who holds no certificate has nothing to report about one."""

    code = "nothing-to-report-on"
    title = Text("U heeft geen certificaat", "You hold no certificate")
    detail = Text("U kunt een wijziging melden als u een certificaat heeft.", "You can report a change once you hold one.")


class ReportSeen(RuleBroken):
    """A report is seen once."""

    code = "report-seen"
    title = Text("Al afgehandeld", "Dealt with already")
    detail = Text("Een collega heeft deze melding al afgehandeld.", "A colleague dealt with this report already.")
