"""The settings of keys: the files that hold them, and the certificates that vouch for the seal."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from config.publication_settings import PublicationSettings
from config.readings import path
from config.setting import Setting


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class KeySettings(PublicationSettings):
    """Where the keys of tokens, second factors, credentials and seals lie; production makes none by itself."""

    token_key_file: Annotated[
        Path,
        Setting(
            read=path,
            otherwise="token-key.pem in the data folder, generated (development only)",
            meaning="private Ed25519 key (PEM, readable by its owner alone) that signs access tokens",
        ),
    ]
    second_factor_key_file: Annotated[
        Path,
        Setting(
            read=path,
            otherwise="second-factor-key in the data folder, generated (development only)",
            meaning="key (32 bytes in base64, readable by its owner alone) that seals the secrets of second factors",
        ),
    ]
    signing_passphrase_file: Annotated[
        Path,
        Setting(
            read=path,
            otherwise="signing-passphrase in the data folder, generated (development only)",
            meaning="file, readable by its owner alone, with the passphrase of the keys that sign credentials",
        ),
    ]
    seal_key_file: Annotated[
        Path,
        Setting(
            read=path,
            otherwise="seal-key.pem in the data folder, self-made (development only); PDFs have no seal where it is absent",
            meaning="file, readable by its owner alone, with the key of the seal on PDFs: PKCS#8, under the same passphrase",
        ),
    ]
    seal_certificates_file: Annotated[
        Path,
        Setting(
            read=path,
            otherwise="seal-certificates.pem in the data folder, self-made (development only)",
            meaning="PEM file: the certificate of that key, those above it, and those of earlier seals that are still known",
        ),
    ]
