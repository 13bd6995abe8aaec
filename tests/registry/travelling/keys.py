"""Keys of tests: in memory, and in no folder."""

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from registry.signing_keys.files import FileSigner, jwk_of


def a_key() -> FileSigner:
    """A key that signs credentials."""
    private = generate_private_key(SECP256R1())
    return FileSigner(jwk_of(private)["kid"], private)


def public_jwk(signer: FileSigner) -> dict[str, str]:
    """Its public half."""
    return jwk_of(signer.private)
