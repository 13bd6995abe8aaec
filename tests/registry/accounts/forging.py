"""Tokens as an attacker makes them: with our public key, with keys of their own, and, at worst, with our signature.

Each attack is a function of a `Forge`, which holds what there is to work with, to what stands after `Bearer `.
"""

import hashlib
import hmac
import json
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

FOREIGN = Ed25519PrivateKey.generate()
RSA = rsa.generate_private_key(65537, 2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
LONG_CURVE = Ed448PrivateKey.generate()
MINUTE, DAY, YEAR = 60, 86_400, 31_536_000
LEAVE_OUT: Any = object()
NO_TEXTS: tuple[object, ...] = (None, [], ["EdDSA"], {}, 0, True)
NEEDED = ("iss", "aud", "sub", "iat", "exp", "jti")


def part(value: object) -> str:
    """One part of a token."""
    return urlsafe_b64encode(value if isinstance(value, bytes) else json.dumps(value).encode()).rstrip(b"=").decode()


@dataclass(frozen=True)
class Forge:
    """A token that is good, the key that signed it, and another of the same account."""

    key: Ed25519PrivateKey
    token: str
    second: str

    @property
    def parts(self) -> list[str]:
        """Header, claims and signature of the good token."""
        return self.token.split(".")

    @property
    def header(self) -> dict[str, Any]:
        """Of the good token."""
        return dict(jwt.get_unverified_header(self.token))

    @property
    def claims(self) -> dict[str, Any]:
        """Of the good token."""
        return dict(jwt.decode(self.token, options={"verify_signature": False}))

    def ours(self, header: object = None, payload: object = None) -> str:
        """Any header and payload, with our signature on them."""
        stem = f"{part(self.header if header is None else header)}.{part(self.claims if payload is None else payload)}"
        return f"{stem}.{part(self.key.sign(stem.encode()))}"

    def saying(self, **claims: Any) -> str:
        """Our signature on claims that differ in what is named."""
        changed = {name: value for name, value in (self.claims | claims).items() if value is not LEAVE_OUT}
        return self.ours(payload=changed)

    def under(self, **header: Any) -> str:
        """Our signature under a header that differs in what is named."""
        return self.ours({name: value for name, value in (self.header | header).items() if value is not LEAVE_OUT})

    def written(self, text: str) -> str:
        """Our signature on claims as text, in which `…` stands for the good ones without their braces."""
        return self.ours(payload=text.replace("…", json.dumps(self.claims)[1:-1]).encode())

    def foreign(self, **header: Any) -> str:
        """The good claims, signed by an attacker's own key."""
        stem = f"{part(self.header | header)}.{self.parts[1]}"
        return f"{stem}.{part(FOREIGN.sign(stem.encode()))}"

    def by_secret(self, algorithm: str, secret: bytes) -> str:
        """The good claims under a message authentication code (the confusion of algorithms)."""
        stem = f"{part(self.header | {'alg': algorithm})}.{self.parts[1]}"
        digest = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}[algorithm]
        return f"{stem}.{part(hmac.new(secret, stem.encode(), digest).digest())}"

    def public(self, encoding: Encoding, form: PublicFormat) -> bytes:
        """Our public key as an attacker has it."""
        return self.key.public_key().public_bytes(encoding, form)


Attack = Callable[[Forge], str]
PEM, DER, RAW = Encoding.PEM, Encoding.DER, Encoding.Raw
SPKI = PublicFormat.SubjectPublicKeyInfo
FOREIGN_JWK = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": part(FOREIGN.public_key().public_bytes(RAW, PublicFormat.Raw)),
}


def _unsigned(algorithm: object, signature: str = "") -> Attack:
    return lambda forge: f"{part(forge.header | {'alg': algorithm})}.{forge.parts[1]}.{signature}"


def _secret(algorithm: str, encoding: Encoding, form: PublicFormat) -> Attack:
    return lambda forge: forge.by_secret(algorithm, forge.public(encoding, form))


def _of_key(algorithm: str, key: Any) -> Attack:
    return lambda forge: jwt.encode(forge.claims, key, algorithm, headers={"typ": "at+jwt", "kid": forge.header["kid"]})


def _typed(name: object) -> Attack:
    return lambda forge: forge.under(typ=name)


def _claiming(name: str, value: object) -> Attack:
    return lambda forge: forge.saying(**{name: value})


ALGORITHMS: Mapping[str, Attack] = {
    **{f"alg {name}": _unsigned(name) for name in ("none", "None", "NONE", "nOnE", " none", "none ", "", "null")},
    **{f"alg as {name!r}": _unsigned(name) for name in NO_TEXTS},
    "alg none, our signature": lambda forge: f"{part(forge.header | {'alg': 'none'})}.{forge.parts[1]}.{forge.parts[2]}",
    "alg none, signed by us": lambda forge: forge.under(alg="none"),
    "alg left out": lambda forge: forge.under(alg=LEAVE_OUT),
    "alg in small letters": lambda forge: forge.under(alg="eddsa"),
    "alg Ed25519": lambda forge: forge.under(alg="Ed25519"),
    "alg ES256 on our signature": lambda forge: forge.under(alg="ES256"),
    "HS256, public key as PEM": _secret("HS256", PEM, SPKI),
    "HS256, public key as DER": _secret("HS256", DER, SPKI),
    "HS256, public key as bytes": _secret("HS256", RAW, PublicFormat.Raw),
    "HS384, public key as PEM": _secret("HS384", PEM, SPKI),
    "HS512, public key as bytes": _secret("HS512", RAW, PublicFormat.Raw),
    "HS256, public key as OpenSSH": _secret("HS256", Encoding.OpenSSH, PublicFormat.OpenSSH),
    "HS256, x of the JWK": lambda forge: forge.by_secret("HS256", part(forge.public(RAW, PublicFormat.Raw)).encode()),
    "HS256, empty secret": lambda forge: forge.by_secret("HS256", b""),
    "HS256, secret": lambda forge: forge.by_secret("HS256", b"secret"),
    "HS256, kid as the secret": lambda forge: forge.by_secret("HS256", forge.header["kid"].encode()),
    "RS256": _of_key("RS256", RSA),
    "PS256": _of_key("PS256", RSA),
    "ES256": _of_key("ES256", CURVE),
    "Ed448": _of_key("EdDSA", LONG_CURVE),
    "b64 false": lambda forge: forge.under(b64=False, crit=["b64"]),
    "b64 false, detached": lambda forge: f"{part(forge.header | {'b64': False, 'crit': ['b64']})}..{forge.parts[2]}",
}

KEYS: Mapping[str, Attack] = {
    "another key, our kid": lambda forge: forge.foreign(),
    "another key, its own kid": lambda forge: forge.foreign(kid="foreign"),
    "kid left out": lambda forge: forge.under(kid=LEAVE_OUT),
    "kid empty": lambda forge: forge.under(kid=""),
    "kid null": lambda forge: forge.under(kid=None),
    "kid a number": lambda forge: forge.under(kid=0),
    "kid a list": lambda forge: forge.under(kid=[forge.header["kid"]]),
    "kid an object": lambda forge: forge.under(kid={"$ne": ""}),
    "kid true": lambda forge: forge.under(kid=True),
    "kid with NUL": lambda forge: forge.under(kid=forge.header["kid"] + "\x00"),
    "kid with a blank": lambda forge: forge.under(kid=forge.header["kid"] + " "),
    "kid in capitals": lambda forge: forge.under(kid=forge.header["kid"].swapcase()),
    "kid a path": lambda forge: forge.under(kid="../../../../dev/null"),
    "kid /dev/null, HS256": lambda forge: jwt.encode(
        forge.claims, "a" * 32, "HS256", headers={"kid": "/dev/null", "typ": "at+jwt"}
    ),
    "kid an address": lambda forge: forge.foreign(kid="https://attacker.example/key.json"),
    "kid SQL": lambda forge: forge.foreign(kid="' UNION SELECT 'secret' --"),
    "kid a command": lambda forge: forge.foreign(kid="key.pem|/bin/true"),
    "kid huge": lambda forge: forge.foreign(kid="k" * 2500),
    "kid with a surrogate": lambda forge: forge.foreign(kid="\ud800"),
    "jwk": lambda forge: forge.foreign(jwk=FOREIGN_JWK),
    "jwk with our kid": lambda forge: forge.foreign(jwk=FOREIGN_JWK | {"kid": forge.header["kid"]}),
    "jwk, signed by us": lambda forge: forge.under(jwk=FOREIGN_JWK),
    "jku": lambda forge: forge.foreign(jku="https://attacker.example/jwks.json"),
    "jku, our host": lambda forge: forge.foreign(jku="http://registry.test@attacker.example/.well-known/jwks.json"),
    "jku, signed by us": lambda forge: forge.under(jku="http://registry.test/.well-known/jwks.json"),
    "x5u": lambda forge: forge.foreign(x5u="https://attacker.example/cert.pem"),
    "x5c": lambda forge: forge.foreign(x5c=[b64encode(b"certificate").decode()]),
    "x5t": lambda forge: forge.foreign(x5t="AAAA"),
}

HEADERS: Mapping[str, Attack] = {
    "crit unknown": lambda forge: forge.under(crit=["exp"]),
    "crit empty": lambda forge: forge.under(crit=[]),
    "crit null": lambda forge: forge.under(crit=None),
    "crit a text": lambda forge: forge.under(crit="kid"),
    **{f"typ {name!r}": _typed(name) for name in ("JWT", "jwt", "AT+JWT", "", *NO_TEXTS)},
    "typ application/at+jwt": lambda forge: forge.under(typ="application/at+jwt"),
    "typ of a refresh token": lambda forge: forge.under(typ="rt+jwt"),
    "typ left out": lambda forge: forge.under(typ=LEAVE_OUT),
    "cty nested": lambda forge: forge.under(cty="JWT"),
    "zip": lambda forge: forge.ours(forge.header | {"zip": "DEF"}, zlib.compress(json.dumps(forge.claims).encode())),
    "enc": lambda forge: forge.under(enc="A256GCM"),
    "another field": lambda forge: forge.under(role="admin"),
    "alg twice": lambda forge: forge.ours(b'{"alg":"none",' + json.dumps(forge.header).encode()[1:]),
    "kid twice": lambda forge: forge.ours(b'{"kid":"x",' + json.dumps(forge.header).encode()[1:]),
    "header a list": lambda forge: forge.ours([forge.header]),
    "header null": lambda forge: forge.ours(b"null"),
    "header a number": lambda forge: forge.ours(b"1"),
    "header a text": lambda forge: forge.ours(b'"alg"'),
    "header empty": lambda forge: forge.ours(b"{}"),
    "header no JSON": lambda forge: forge.ours(b"{"),
    "header with a byte order mark": lambda forge: forge.ours(b"\xef\xbb\xbf" + json.dumps(forge.header).encode()),
    "header UTF-16": lambda forge: forge.ours(json.dumps(forge.header).encode("utf-16")),
    "header no text": lambda forge: forge.ours(b"\xff\xfe\xfd"),
    "header nested deeply": lambda forge: forge.ours(b"[" * 2500),
    "header nested deeply in objects": lambda forge: forge.ours(b'{"a":' * 400),
    "header with an endless number": lambda forge: forge.ours(b'{"kid":' + b"9" * 2500 + b"}"),
    "header with Infinity": lambda forge: forge.ours(b'{"kid":Infinity}'),
    "header with text after it": lambda forge: forge.ours(json.dumps(forge.header).encode() + b"x"),
}


def _later(forge: Forge, seconds: int) -> dict[str, int]:
    return {"iat": forge.claims["iat"] + seconds, "exp": forge.claims["exp"] + seconds}


CLAIMS: Mapping[str, Attack] = {
    **{f"{name} left out": _claiming(name, LEAVE_OUT) for name in NEEDED},
    **{f"{name} null": _claiming(name, None) for name in NEEDED},
    "expired": lambda forge: forge.saying(**_later(forge, -10 * MINUTE)),
    "expired a year ago": lambda forge: forge.saying(**_later(forge, -YEAR)),
    "from the future": lambda forge: forge.saying(**_later(forge, 5 * MINUTE)),
    "not before the future": lambda forge: forge.saying(nbf=forge.claims["iat"] + DAY),
    "lasts an hour": lambda forge: forge.saying(exp=forge.claims["iat"] + 60 * MINUTE),
    "lasts for ever": lambda forge: forge.saying(exp=10**15),
    "ends before it began": lambda forge: forge.saying(exp=forge.claims["iat"] - 1),
    "exp a text": lambda forge: forge.saying(exp=str(forge.claims["exp"])),
    "exp in Arabic digits": lambda forge: forge.saying(
        exp=str(forge.claims["exp"]).translate({48 + digit: 0x660 + digit for digit in range(10)})
    ),
    "exp true": lambda forge: forge.saying(exp=True),
    "exp a list": lambda forge: forge.saying(exp=[forge.claims["exp"]]),
    "exp an object": lambda forge: forge.saying(exp={"$gt": 0}),
    "exp a fraction": lambda forge: forge.saying(exp=forge.claims["exp"] + 0.5),
    "exp NaN": lambda forge: forge.saying(exp=float("nan")),
    "exp Infinity": lambda forge: forge.saying(exp=float("inf")),
    "exp 1e400": lambda forge: forge.ours(payload=json.dumps(forge.claims | {"exp": 0}).replace(": 0", ": 1e400").encode()),
    "exp endless": lambda forge: forge.ours(
        payload=json.dumps(forge.claims | {"exp": 0}).replace(": 0", ": " + "9" * 2000).encode()
    ),
    "exp negative": lambda forge: forge.saying(exp=-1),
    "iat a text": lambda forge: forge.saying(iat="now"),
    "iat NaN": lambda forge: forge.saying(iat=float("nan")),
    "iat endless": lambda forge: forge.ours(
        payload=json.dumps(forge.claims | {"iat": 0}).replace(": 0", ": " + "9" * 2000).encode()
    ),
    "iat negative": lambda forge: forge.saying(iat=-forge.claims["iat"]),
    "aud elsewhere": lambda forge: forge.saying(aud="https://elsewhere.test/api/v1"),
    "aud a list": lambda forge: forge.saying(aud=[forge.claims["aud"]]),
    "aud a list with ours": lambda forge: forge.saying(aud=["https://elsewhere.test", forge.claims["aud"]]),
    "aud an empty list": lambda forge: forge.saying(aud=[]),
    "aud an object": lambda forge: forge.saying(aud={forge.claims["aud"]: True}),
    "aud a part of ours": lambda forge: forge.saying(aud=forge.claims["iss"]),
    "aud with more after it": lambda forge: forge.saying(aud=forge.claims["aud"] + "/x"),
    "aud with a slash": lambda forge: forge.saying(aud=forge.claims["aud"] + "/"),
    "aud in capitals": lambda forge: forge.saying(aud=forge.claims["aud"].upper()),
    "aud a wildcard": lambda forge: forge.saying(aud="*"),
    "iss elsewhere": lambda forge: forge.saying(iss="https://elsewhere.test"),
    "iss a list": lambda forge: forge.saying(iss=[forge.claims["iss"]]),
    "iss with a slash": lambda forge: forge.saying(iss=forge.claims["iss"] + "/"),
    "iss a lookalike": lambda forge: forge.saying(iss=forge.claims["iss"].replace("e", "\u0435")),
    "sub of nobody": lambda forge: forge.saying(sub=str(uuid4())),
    "sub a number": lambda forge: forge.saying(sub=1),
    "sub a name": lambda forge: forge.saying(sub="admin"),
    "sub a list": lambda forge: forge.saying(sub=[forge.claims["sub"]]),
    "sub empty": lambda forge: forge.saying(sub=""),
    "sub SQL": lambda forge: forge.saying(sub="' OR 1=1 --"),
    "sub with NUL": lambda forge: forge.saying(sub=forge.claims["sub"] + "\x00"),
    "sub with a line end": lambda forge: forge.saying(sub=forge.claims["sub"] + "\n"),
    "sub in braces": lambda forge: forge.saying(sub="{" + forge.claims["sub"] + "}"),
    "sub as urn": lambda forge: forge.saying(sub="urn:uuid:" + forge.claims["sub"]),
    "sub in fullwidth digits": lambda forge: forge.saying(
        sub=forge.claims["sub"].translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    ),
    "sub huge": lambda forge: forge.saying(sub="0" * 1500),
    "jti a number": lambda forge: forge.saying(jti=7),
    "auth_time a text": lambda forge: forge.saying(auth_time="now"),
    "auth_time in a year that is none": lambda forge: forge.saying(auth_time=2**40),
    "auth_time endless": lambda forge: forge.saying(auth_time=10**40),
    "sid of nobody": lambda forge: forge.saying(sid=str(uuid4())),
    "sid no id": lambda forge: forge.saying(sid="x"),
    "sid null bytes": lambda forge: forge.saying(sid="\x00" * 36),
    "a key that is none": lambda forge: forge.saying(api_key=str(uuid4())),
    "a key and a list": lambda forge: forge.saying(api_key=[]),
    "rights of its own": lambda forge: forge.saying(roles=["admin"], permissions=["manage-accounts"]),
    "scope of its own": lambda forge: forge.saying(scope="admin"),
    "sub twice": lambda forge: forge.written('{"sub":"00000000-0000-4000-8000-000000000000",…}'),
    "sub twice, the other way": lambda forge: forge.written('{…,"sub":"00000000-0000-4000-8000-000000000000"}'),
    "exp twice": lambda forge: forge.written('{"exp":1,…}'),
    "sub twice, once escaped": lambda forge: forge.written('{"\\u0073ub":"x",…}'),
    "claims a list": lambda forge: forge.ours(payload=[forge.claims]),
    "claims null": lambda forge: forge.ours(payload=b"null"),
    "claims empty": lambda forge: forge.ours(payload=b"{}"),
    "claims a text": lambda forge: forge.ours(payload=b'"sub"'),
    "claims no JSON": lambda forge: forge.ours(payload=b"{'sub': 1}"),
    "claims no text": lambda forge: forge.ours(payload=b"\xff\xfe"),
    "claims nested deeply": lambda forge: forge.ours(payload=b"[" * 2500),
    "claims with text after them": lambda forge: forge.written("{…}x"),
    "claims with much blank": lambda forge: forge.written("{…}" + " " * 4000),
    "claims with a second object": lambda forge: forge.written("{…}{}"),
    "claims with a comment": lambda forge: forge.written("{…/**/}"),
    "claims with a last comma": lambda forge: forge.written("{…,}"),
    "claims in UTF-16": lambda forge: forge.ours(payload=json.dumps(forge.claims).encode("utf-16")),
    "claims with a byte order mark": lambda forge: forge.ours(payload=b"\xef\xbb\xbf" + json.dumps(forge.claims).encode()),
    "a surrogate in them": lambda forge: forge.written('{…,"x":"\\ud800"}'),
    "token in a token": lambda forge: forge.ours(payload=forge.token.encode()),
}


def _unused_bits(text: str) -> str:
    """The last character with another value in the bits that no byte uses."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return text[:-1] + alphabet[alphabet.index(text[-1]) ^ 1]


WRITING: Mapping[str, Attack] = {
    "no signature": lambda forge: ".".join(forge.parts[:2]) + ".",
    "no last point": lambda forge: ".".join(forge.parts[:2]),
    "signature cut": lambda forge: forge.token[:-2],
    "signature doubled": lambda forge: forge.token + forge.parts[2],
    "signature of zeros": lambda forge: ".".join([*forge.parts[:2], part(bytes(64))]),
    "signature of another token": lambda forge: ".".join([*forge.parts[:2], forge.second.split(".")[2]]),
    "claims of another token": lambda forge: ".".join([forge.parts[0], forge.second.split(".")[1], forge.parts[2]]),
    "s + L": lambda forge: ".".join([*forge.parts[:2], part(_other_s(forge))]),
    "unused bits of the signature": lambda forge: _unused_bits(forge.token),
    "padding": lambda forge: forge.token + "==",
    "padding in the header": lambda forge: ".".join([forge.parts[0] + "=", *forge.parts[1:]]),
    "a fourth part": lambda forge: forge.token + ".x",
    "an empty fourth part": lambda forge: forge.token + ".",
    "five parts": lambda forge: forge.token + ".x.y",
    "point first": lambda forge: "." + forge.token,
    "two points": lambda forge: forge.token.replace(".", "..", 1),
    "plus and slash": lambda forge: ".".join([*forge.parts[:2], b64encode(forge.key.sign(b"x")).decode()]),
    "a tilde after it": lambda forge: forge.token + "~",
    "a tilde in it": lambda forge: ".".join([*forge.parts[:2], "~" + forge.parts[2]]),
    "text after it": lambda forge: forge.token + "x",
    "a blank in it": lambda forge: forge.token.replace(".", ". ", 1),
    "a tab after it": lambda forge: forge.token + "\t",
    "a no-break space before it": lambda forge: "\xa0" + forge.token,
    "a comma and another": lambda forge: f"{forge.token}, Bearer {forge.token}",
    "a comma after it": lambda forge: forge.token + ",",
    "in quotes": lambda forge: f'"{forge.token}"',
    "in angle brackets": lambda forge: f"<{forge.token}>",
    "Bearer twice": lambda forge: "Bearer " + forge.token,
    "as a JSON object": lambda forge: json.dumps(
        {"payload": forge.parts[1], "protected": forge.parts[0], "signature": forge.parts[2]}
    ),
    "in base64": lambda forge: b64encode(forge.token.encode()).decode(),
    "in capitals": lambda forge: forge.token.swapcase(),
    "percent-encoded": lambda forge: forge.token.replace(".", "%2E"),
    "points of another script": lambda forge: forge.token.replace(".", "\xb7"),
    "huge": lambda forge: ".".join(["A" * 5000, forge.parts[1], forge.parts[2]]),
    "one letter": lambda _: "x",
    "points alone": lambda _: "..",
    "null": lambda _: "null",
    "undefined": lambda _: "undefined",
    "high bytes": lambda _: "\xff\xfe\xfd",
    "five parts of an encrypted token": lambda forge: (
        f"{part({'alg': 'dir', 'enc': 'A256GCM'})}..{part(b'a' * 12)}.{forge.parts[1]}.AAAA"
    ),
}


def _other_s(forge: Forge) -> bytes:
    """The same signature with the order of the group added to its second half, which a lax reader takes too."""
    order = 2**252 + 27742317777372353535851937790883648493
    signature = forge.key.sign(f"{forge.parts[0]}.{forge.parts[1]}".encode())
    return signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")


ATTACKS: Mapping[str, Attack] = {
    f"{kind}: {name}": attack
    for kind, attacks in (
        ("algorithm", ALGORITHMS),
        ("key", KEYS),
        ("header", HEADERS),
        ("claims", CLAIMS),
        ("writing", WRITING),
    )
    for name, attack in attacks.items()
}
