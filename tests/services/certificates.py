"""A certificate authority and certificates for loopback, made by openssl for one test run."""

import subprocess
from pathlib import Path

DAYS = "30"


def openssl(folder: Path, *arguments: str) -> None:
    """Run openssl inside a folder; its output is shown when it fails."""
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"openssl {arguments[0]} failed: {done.stderr}")


def make_authority(folder: Path) -> None:
    """Write ca.key and ca.crt."""
    openssl(
        folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", DAYS, "-subj", "/CN=portal test CA",
        "-keyout", "ca.key", "-out", "ca.crt", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )  # fmt: skip


def make_certificate(folder: Path, name: str) -> None:
    """Write NAME.key and NAME.crt for 127.0.0.1 and localhost, signed by the authority beside them."""
    openssl(
        folder, "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
        "-keyout", f"{name}.key", "-out", f"{name}.csr",
    )  # fmt: skip
    (folder / f"{name}.ext").write_text(
        "subjectAltName=IP:127.0.0.1,DNS:localhost\n"
        "extendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n"
    )
    openssl(
        folder, "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial",
        "-days", DAYS, "-extfile", f"{name}.ext", "-out", f"{name}.crt",
    )  # fmt: skip
