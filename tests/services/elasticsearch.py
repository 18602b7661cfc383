"""An Elasticsearch of the test run's own: one node, security and TLS on, private folder, gone afterwards.

The server is the distribution that Elastic's own integration tests start; Maven brings it into its local
repository, which is asked first. It refuses root, so as root it runs as the user ``nobody``. Where Java,
Maven or the distribution are missing, tests that need it are skipped with one line, or fail when
REQUIRE_SERVICES=1. Anything else of Elasticsearch (custom analysers, reindexing) is not in this distribution.
"""

import base64
import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .certificates import make_authority, make_certificate
from .postgres import free_port

VERSION = "8.19.8"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
INSIDE_REPOSITORY = f"org/elasticsearch/distribution/integ-test-zip/elasticsearch/{VERSION}"
HEAP = "512m"
RUNNER = "nobody"
START_SECONDS = 180
STOP_SECONDS = 20
ADMINISTRATOR, PORTAL_USER = "administrator", "portal"
# What docs/search.md tells an operator to grant, and no more.
ROLES = """
portal_search:
  indices:
    - names: ["portal*-search*"]
      privileges: ["manage", "read", "write"]
"""


@dataclass(frozen=True)
class Server:
    """A running server: address, two accounts with one password, the authority of its certificate."""

    url: str
    port: int
    password: str
    ca_file: Path
    folder: Path
    user: str = PORTAL_USER
    administrator: str = ADMINISTRATOR

    def variables(self) -> dict[str, str]:
        """The environment that makes the portal use it."""
        return {
            "PORTAL_SEARCH_ENGINE": "elasticsearch",
            "PORTAL_ELASTICSEARCH_URL": self.url,
            "PORTAL_ELASTICSEARCH_USER": self.user,
            "PORTAL_ELASTICSEARCH_PASSWORD": self.password,
            "PORTAL_ELASTICSEARCH_CA_FILE": str(self.ca_file),
            # Two busy cores must not look like a server in trouble.
            "PORTAL_ELASTICSEARCH_TIMEOUT": "20",
        }


def missing_parts() -> str:
    """Name what cannot be found; empty when a server can be started."""
    lacking = [name for name in ("java", "openssl") if shutil.which(name) is None]
    if archive() is None and shutil.which("mvn") is None:
        lacking.append("mvn")
    return ", ".join(lacking)


def missing(reason: str) -> None:
    """Skip the test, or fail it where services are required."""
    line = f"Elasticsearch not found: {reason}"
    if os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(line, pytrace=False)
    pytest.skip(line)


def archive() -> Path | None:
    """Return the distribution in Maven's local repository."""
    home = Path(os.environ.get("MAVEN_REPOSITORY") or Path.home() / ".m2" / "repository")
    path = home / INSIDE_REPOSITORY / f"elasticsearch-{VERSION}.zip"
    return path if path.is_file() else None


def fetched_archive() -> Path | None:
    """Return the distribution, fetched by Maven as this machine has it set up; None when that fails."""
    if (found := archive()) is not None:
        return found
    command = ["mvn", "-q", "-B", "dependency:get", "-Dtransitive=false", f"-Dartifact={ARTIFACT}"]
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL, timeout=600)
    return archive()


def hashed(password: str) -> str:
    """A password as the server's file of users keeps it (PBKDF2 with SHA-512, 10,000 rounds)."""
    salt = secrets.token_bytes(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 10_000, dklen=32)
    return "{PBKDF2}10000$" + "$".join(base64.b64encode(part).decode() for part in (salt, digest))


def configure(home: Path, port: int, transport: int, password: str) -> None:
    """Write settings, certificate, heap, users and roles of the node."""
    config = home / "config"
    make_authority(config)
    make_certificate(config, "node")
    (config / "elasticsearch.yml").write_text(
        "discovery.type: single-node\nnetwork.host: 127.0.0.1\n"
        f"http.port: {port}\ntransport.port: {transport}\n"
        # A full disk of the test machine is not what is tested; the read-only case sets the block itself.
        "cluster.routing.allocation.disk.threshold_enabled: false\n"
        "xpack.security.enabled: true\nxpack.security.http.ssl.enabled: true\n"
        "xpack.security.http.ssl.key: node.key\nxpack.security.http.ssl.certificate: node.crt\n"
        "xpack.security.authc.password_hashing.algorithm: pbkdf2\n"
    )
    (config / "jvm.options.d" / "heap.options").write_text(f"-Xms{HEAP}\n-Xmx{HEAP}\n")
    (config / "users").write_text(
        "".join(f"{name}:{hashed(password)}\n" for name in (ADMINISTRATOR, PORTAL_USER))
    )
    (config / "users_roles").write_text(f"superuser:{ADMINISTRATOR}\nportal_search:{PORTAL_USER}\n")
    (config / "roles.yml").write_text(ROLES)


def unpack(source: Path, folder: Path) -> Path:
    """Unpack the distribution; returns its home."""
    with zipfile.ZipFile(source) as packed:
        for entry in packed.infolist():
            path = Path(packed.extract(entry, folder))
            if mode := entry.external_attr >> 16:
                path.chmod(mode | 0o600)
    home = folder / f"elasticsearch-{VERSION}"
    (home / "config" / "jvm.options.d").mkdir(exist_ok=True)
    return home


def owned_by_runner(folder: Path) -> str | None:
    """Give a folder to the user the server runs as; returns that user, None for the present one."""
    if os.geteuid() != 0:
        return None
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, RUNNER)
    return RUNNER


def java_home() -> str:
    """The folder of the Java on PATH; the distribution ships none."""
    return str(Path(shutil.which("java") or "").resolve().parent.parent)


def start(home: Path) -> subprocess.Popen:
    """Start the server; its output goes to a file beside it."""
    user = owned_by_runner(home.parent)
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(home), "ES_JAVA_HOME": java_home(),
        "ES_TMPDIR": str(home / "logs"),
    }  # fmt: skip
    with (home.parent / "output").open("wb") as output:
        return subprocess.Popen(
            [str(home / "bin" / "elasticsearch")], cwd=home, user=user, env=environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def wait_until_ready(server: Server, process: subprocess.Popen) -> None:
    """Poll the cluster's health; raise RuntimeError with the end of the output when it never comes."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            if call(server, "GET", "/_cluster/health?wait_for_status=yellow&timeout=2s")["status"] != "red":
                return
        except (OSError, ValueError):
            time.sleep(0.5)
    said = (server.folder / "output").read_text(errors="replace")[-3000:]
    raise RuntimeError(f"Elasticsearch did not start: {said}")


def call(server: Server, method: str, path: str, body: object = None) -> dict:
    """One request as the administrator; raises OSError on any answer but 2xx."""
    credentials = base64.b64encode(f"{server.administrator}:{server.password}".encode()).decode()
    request = urllib.request.Request(
        server.url + path, method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Basic {credentials}", "Content-Type": "application/json"},
    )  # fmt: skip
    trusting = ssl.create_default_context(cafile=str(server.ca_file))
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusting)
    )
    try:
        with opener.open(request, timeout=20) as answer:
            return json.loads(answer.read() or b"{}")
    except urllib.error.HTTPError as error:
        with error:
            raise OSError(f"{error.code}: {error.read(500)!r}") from None


def stop(process: subprocess.Popen) -> None:
    """End the server and the Java process it started; they are a session of their own."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
            return


@contextlib.contextmanager
def elasticsearch_server() -> Iterator[Server]:
    """Start a server and yield it; stop it at the end."""
    lacking = missing_parts()
    source = None if lacking else fetched_archive()
    if source is None:
        missing(lacking or f"{ARTIFACT} could not be fetched")
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-es-"))
    home, port, process = unpack(source, folder), free_port(), None
    server = Server(
        f"https://127.0.0.1:{port}", port, secrets.token_urlsafe(16), folder / "ca.crt", folder
    )  # fmt: skip
    try:
        configure(home, port, free_port(), server.password)
        shutil.copy(home / "config" / "ca.crt", server.ca_file)
        process = start(home)
        wait_until_ready(server, process)
        yield server
    finally:
        if process is not None:
            stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Run a command of the environment (``pytest ...``) with a server of its own; returns its status."""
    with elasticsearch_server() as server:
        command = [str(Path(sys.executable).parent / sys.argv[1]), *sys.argv[2:]]
        return subprocess.run(command, env={**os.environ, **server.variables()}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
