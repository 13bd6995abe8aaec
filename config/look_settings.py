"""The settings of the look: what an operator calls the site, and the theme and logo that it carries."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from config.operator_settings import OperatorSettings
from config.readings import file_of_kind
from config.setting import Setting
from config.static_files import Look


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LookSettings(OperatorSettings):
    """What an operator changes of the pages."""

    site_name: Annotated[
        str,
        Setting(default=Look().name, meaning="what the site is called, at the top of each page and in its title"),
    ]
    theme_file: Annotated[
        Path | None,
        Setting(
            read=file_of_kind(".css"),
            otherwise="the registry's own colours",
            meaning="style sheet of custom properties that changes the look, see docs/theme.md",
        ),
    ]
    logo_file: Annotated[
        Path | None,
        Setting(
            read=file_of_kind(".svg", ".png"),
            otherwise="the registry's own mark",
            meaning="logo beside the name of the site, an SVG or a PNG, about square",
        ),
    ]

    def look(self) -> Look:
        """What pages are given of it."""
        return Look(name=self.site_name, theme=self.theme_file, logo=self.logo_file)
