"""The settings of whoever runs the registry: what the statements on accessibility and privacy say of them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from config.guidance.operator import Operator
from config.readings import day, file_of_kind, mail_address, status_letter, web_page
from config.setting import Setting

_UNSAID = "the statements say that it is not filled in"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OperatorSettings:
    """What an operator completes the statements with."""

    operator: Annotated[
        str | None,
        Setting(otherwise=_UNSAID, meaning="name of the organisation that runs the registry and answers for it"),
    ]
    operator_address: Annotated[str | None, Setting(otherwise=_UNSAID, meaning="postal address of that organisation")]
    contact_mail: Annotated[
        str | None, Setting(read=mail_address, otherwise=_UNSAID, meaning="mail address for questions of anyone")
    ]
    contact_telephone: Annotated[str | None, Setting(otherwise=_UNSAID, meaning="telephone number for questions of anyone")]
    data_protection_officer: Annotated[
        str | None,
        Setting(otherwise=_UNSAID, meaning="name of the data protection officer (functionaris gegevensbescherming, FG)"),
    ]
    data_protection_mail: Annotated[
        str | None, Setting(read=mail_address, otherwise=_UNSAID, meaning="mail address of the data protection officer")
    ]
    supervisor: Annotated[
        str, Setting(default="Autoriteit Persoonsgegevens", meaning="authority to which people complain about personal data")
    ]
    accessibility_status: Annotated[
        str | None,
        Setting(read=status_letter, otherwise=_UNSAID, meaning="status of the accessibility statement: A, B, C, D or E"),
    ]
    accessibility_researched: Annotated[
        date | None, Setting(read=day, otherwise=_UNSAID, meaning="day of the last accessibility research, as 2027-03-31")
    ]
    accessibility_report: Annotated[
        str | None, Setting(read=web_page, otherwise=_UNSAID, meaning="address of the report of that research")
    ]
    accessibility_findings_file: Annotated[
        Path | None,
        Setting(
            read=file_of_kind(".md"),
            otherwise=_UNSAID,
            meaning="file (Markdown) with what is not accessible yet, why, and when it will be",
        ),
    ]
    source_code: Annotated[
        str | None, Setting(read=web_page, otherwise=_UNSAID, meaning="address where the source of this software stands")
    ]

    def operated(self) -> Operator:
        """What the statements say of the operator; the file is read now, so that it may go."""
        findings = self.accessibility_findings_file
        return Operator(
            name=self.operator,
            address=self.operator_address,
            mail=self.contact_mail,
            telephone=self.contact_telephone,
            officer=self.data_protection_officer,
            officer_mail=self.data_protection_mail,
            supervisor=self.supervisor,
            status=self.accessibility_status,
            researched=self.accessibility_researched,
            report=self.accessibility_report,
            findings=None if findings is None else findings.read_text("utf-8"),
            source_code=self.source_code,
        )
