"""The only place that reads the environment. Each setting, what it is for, and what happens without it."""

import os
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]


class Missing(SystemExit):
    """A setting that must be given was not. The message is for the person who installs."""


def text(name, default=None):
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise Missing(
            f"{name} is not set. Set it in the environment before starting lscp; "
            "docs/how-to/install.md says what each setting is for."
        )
    return default


def switch(name):
    return text(name, "0").lower() in {"1", "true", "yes", "on"}


def listed(name, default=""):
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def hosts(address):
    """The host names to answer to: that of the site's own address, this machine's own, and any more that are given."""
    return ["localhost", urlsplit(address).hostname or "localhost", *listed("LSCP_HOSTS")]


def single_sign_on():
    """The council's own sign-in (OpenID Connect), or None. docs/how-to/single-sign-on.md is the guide."""
    if not os.environ.get("LSCP_OIDC_ISSUER", "").strip():
        return None
    issuer = text("LSCP_OIDC_ISSUER")
    address = urlsplit(issuer)
    if address.scheme != "https" and address.hostname not in {"127.0.0.1", "localhost"}:
        raise Missing(f"LSCP_OIDC_ISSUER is {issuer}. Give the address that begins with https://.")
    return {
        "issuer": issuer,
        "client_id": text("LSCP_OIDC_CLIENT_ID"),
        "secret": text("LSCP_OIDC_CLIENT_SECRET"),
        "name": text("LSCP_OIDC_NAME", "your council account"),
        "trust_email": switch("LSCP_OIDC_TRUST_EMAIL"),
        "second_factor": switch("LSCP_OIDC_ALWAYS_SECOND_FACTOR"),
        "origins": [f"{address.scheme}://{address.netloc}", *listed("LSCP_OIDC_ORIGINS")],
    }


def data_directory():
    """Where the embedded database and static files live."""
    path = Path(text("LSCP_DATA", str(ROOT / "var")))
    path.mkdir(parents=True, exist_ok=True)
    return path
