"""What cases are called, and why figures were flagged, in plain words."""

from collections.abc import Mapping

from exams.integrity.cohorts import DAYS_AFTER
from exams.integrity.rules import CaseFacts, CaseOutcome, Flag, Tally
from registry.texts import Language, Text

FLAGS: Mapping[Flag, Text] = {
    Flag.FAILED_WATCHED_PASSED_UNWATCHED: Text(
        "Met toezicht gezakt, kort daarna zonder toezicht geslaagd",
        "Failed under supervision, passed without it soon after",
    ),
    Flag.RATE_STANDS_OUT: Text("Het slagingspercentage wijkt sterk af", "The pass rate stands far apart"),
}
OUTCOMES: Mapping[CaseOutcome, Text] = {
    CaseOutcome.EXPLAINED: Text("Er is een goede verklaring", "There is a good explanation"),
    CaseOutcome.RESULTS_CORRECTED: Text("De opleider heeft uitslagen verbeterd", "The provider corrected results"),
    CaseOutcome.RESULTS_INVALID: Text("De uitslagen zijn niet geldig", "The results are not valid"),
    CaseOutcome.REFERRED: Text("Doorgegeven aan wie hierover gaat", "Passed on to whoever is in charge"),
}
_COHORT = Text(
    "Op {held_on} deden {watched} kandidaten onderdeel {part} met toezicht; {failed} van hen zakten. Binnen {days} dagen deden "
    "{again} van die kandidaten het opnieuw, zonder toezicht; {passed} slaagden.",
    "On {held_on}, {watched} candidates sat part {part} under supervision; {failed} of them failed. Within {days} days {again} "
    "of those candidates sat it again without supervision; {passed} passed.",
)
_PROVIDER = Text("deze opleider", "this provider")
_EXAMINER = Text("deze examinator", "this examiner")
_RATE = Text(
    "Bij {whose} slaagden {passed} van de {taken} kandidaten voor onderdeel {part}: {percent} %. Van de anderen slaagden "
    "{others_passed} van de {others_taken}: {others_percent} %. Zo’n groot verschil is bijna nooit toeval, ook als u weet dat "
    "er {comparisons} keer is vergeleken.",
    "With {whose}, {passed} of {taken} candidates passed part {part}: {percent} %. Of the others {others_passed} of "
    "{others_taken} passed: {others_percent} %. A difference this large is hardly ever chance, even knowing that {comparisons} "
    "comparisons were made.",
)


def percent(counted: Tally) -> int:
    """The rate in whole percents; all and nothing are said of all and nothing only."""
    return between(counted.rate) if 0 < counted.passed < counted.taken else round(100 * counted.rate)


def between(rate: float) -> int:
    """A rate that is neither all nor nothing, in whole percents from 1 to 99."""
    return min(max(round(100 * rate), 1), 99)


def why(flag: Flag, facts: CaseFacts, language: Language) -> str:
    """Why the figures were flagged, with the numbers."""
    group, others = facts.group, facts.others
    if flag is Flag.FAILED_WATCHED_PASSED_UNWATCHED:
        return _COHORT.say(
            language,
            held_on=facts.held_on,
            part=facts.part,
            watched=others.taken,
            failed=others.taken - others.passed,
            days=DAYS_AFTER,
            again=group.taken,
            passed=group.passed,
        )
    return _RATE.say(
        language,
        whose=_EXAMINER if facts.examiner else _PROVIDER,
        part=facts.part,
        passed=group.passed,
        taken=group.taken,
        percent=percent(group),
        others_passed=others.passed,
        others_taken=others.taken,
        others_percent=percent(others),
        comparisons=facts.comparisons,
    )
