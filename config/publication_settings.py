"""The settings of what is published: who publishes, under which licence, who may show it, and where a flaw is told."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from config.look_settings import LookSettings
from config.readings import contacts, day, mail_address, origins, web_page
from config.setting import Setting
from public_list.open_data.publisher import Publisher, SecurityContact
from registry.public_log.witness import Witness, read_witnesses


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PublicationSettings(LookSettings):
    """What an operator says of the open data."""

    publisher: Annotated[
        str,
        Setting(default="Adviseursregister", meaning="name of the organisation that publishes the list as open data"),
    ]
    publisher_uri: Annotated[
        str | None,
        Setting(
            read=web_page,
            otherwise="the base address",
            meaning="address by which that organisation is known, such as its identifier at standaarden.overheid.nl (TOOI)",
        ),
    ]
    publisher_mail: Annotated[
        str | None,
        Setting(
            read=mail_address,
            otherwise="the catalogue points to the page /open-data",
            meaning="mail address for questions about the open data",
        ),
    ]
    data_licence: Annotated[
        str,
        Setting(
            read=web_page,
            default="http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
            meaning="address of the licence of the open data, from the list of DCAT-AP-NL",
        ),
    ]
    embedding_origins: Annotated[
        tuple[str, ...],
        Setting(
            read=origins,
            default="",
            meaning="sites that may show /insluiten/adviseurs in a frame, such as https://kenniscentrum.nl, with commas",
        ),
    ]
    log_witnesses: Annotated[
        tuple[Witness, ...],
        Setting(
            read=read_witnesses,
            default="",
            meaning="witnesses of the public log (C2SP tlog-witness), each as its key, a blank and its address, with commas",
        ),
    ]
    security_contact: Annotated[
        tuple[str, ...] | None,
        Setting(
            read=contacts,
            otherwise="there is no /.well-known/security.txt",
            meaning="where a security flaw is told, as mailto:, https:// or tel: addresses with commas",
        ),
    ]
    security_contact_until: Annotated[
        date | None,
        Setting(
            read=day,
            otherwise="there is no /.well-known/security.txt",
            meaning="last day on which that contact is known to hold, within a year, as 2027-10-01; needed with a contact",
        ),
    ]
    security_policy: Annotated[
        str | None,
        Setting(
            read=web_page,
            otherwise="security.txt names no policy",
            meaning="web address of the policy for who tells a flaw",
        ),
    ]

    def published_at(self, site: str) -> Publisher:
        """What the open data says of its publisher, on a site with this address."""
        return Publisher(
            site=site,
            name=self.publisher,
            identifier=self.publisher_uri or site,
            licence=self.data_licence,
            mail=self.publisher_mail,
            origins=self.embedding_origins,
            security=self._security(),
        )

    def _security(self) -> SecurityContact | None:
        if self.security_contact is None or self.security_contact_until is None:
            return None
        return SecurityContact(
            contacts=self.security_contact, last_day=self.security_contact_until, policy=self.security_policy
        )
