"""What evaluations refuse."""

from registry.errors import RuleBroken
from registry.texts import Text


class NotCompleted(RuleBroken):
    """An engagement is evaluated when it is completed."""

    code = "engagement-not-completed"
    title = Text("Deze inzet is niet afgerond", "This engagement is not completed")
    detail = Text(
        "U kunt een inzet beoordelen zodra de boeking is afgerond.",
        "You can evaluate an engagement once the booking is completed.",
    )


class EvaluatedAlready(RuleBroken):
    """An engagement is evaluated once."""

    code = "evaluated-already"
    title = Text("Al beoordeeld", "Evaluated already")
    detail = Text("Deze inzet is al beoordeeld. Een beoordeling blijft zoals zij is.", "This engagement was evaluated already.")


class OwnWork(RuleBroken):
    """Nobody evaluates their own work."""

    code = "evaluation-of-own-work"
    title = Text("Dit is uw eigen werk", "This is your own work")
    detail = Text("Een collega moet deze inzet beoordelen.", "A colleague has to evaluate this engagement.")


class RepliedAlready(RuleBroken):
    """An adviser replies to an evaluation once."""

    code = "replied-already"
    title = Text("Al beantwoord", "Replied already")
    detail = Text("U heeft op deze beoordeling al geantwoord.", "You have replied to this evaluation already.")
