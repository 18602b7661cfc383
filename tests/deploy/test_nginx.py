"""The nginx configuration of deploy/ starts, passes on and keeps uploads behind the portal."""

import http.server
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def nginx():
    """Path of nginx; missing is one line, or a failure where services are required."""
    path = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if path is None:
        word = pytest.fail if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip
        word("nginx not found")
    return path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def portal_behind():
    """A stand-in for the portal that answers with what it was asked."""

    class Echo(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            text = f"{self.path} {self.headers['X-Forwarded-Proto']}".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *words):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


@pytest.fixture
def front(nginx, portal_behind, tmp_path):
    """Nginx with our configuration on private ports; yields its https address."""
    certificate, key = tmp_path / "fullchain.pem", tmp_path / "privkey.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "seal.txt").write_text("印")
    tmp_path.chmod(0o755)
    plain, secure = free_port(), free_port()
    text = (ROOT / "deploy" / "nginx" / "portal.conf").read_text()
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;",
        "127.0.0.1:8000": f"127.0.0.1:{portal_behind}",
        "/etc/ssl/portal": str(tmp_path),
        "/var/lib/portal/static/": f"{tmp_path}/static/",
        "deyu.example.gov.cn": "localhost",
    }.items():
        assert old in text
        text = text.replace(old, new)
    whole = tmp_path / "nginx.conf"
    user = "user root;\n" if os.geteuid() == 0 else ""
    whole.write_text(
        f"{user}daemon off;\npid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{ access_log off;\nclient_body_temp_path {tmp_path}/b; proxy_temp_path {tmp_path}/p;\n"
        f"fastcgi_temp_path {tmp_path}/f; uwsgi_temp_path {tmp_path}/u;\n"
        f"scgi_temp_path {tmp_path}/s;\n{text}}}\n"
    )
    with subprocess.Popen([nginx, "-c", str(whole), "-p", str(tmp_path)], stderr=subprocess.PIPE) as process:
        wait_for(secure, process)
        yield f"https://localhost:{secure}"
        process.terminate()


def wait_for(port: int, process: subprocess.Popen) -> None:
    """Wait until the port answers."""
    for _ in range(100):
        assert process.poll() is None, process.stderr.read().decode()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nginx did not open its port")


def fetch(address: str) -> str:
    """Get a page from the front without checking its one-day certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    handler = urllib.request.HTTPSHandler(context=context)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), handler)
    with opener.open(address, timeout=10) as answer:
        return answer.read().decode()


def test_front_serves_static_files_and_passes_the_rest_on(front):
    """Static files come from the disk; uploads and documents always reach the portal's own check."""
    assert fetch(f"{front}/static/seal.txt") == "印"
    assert fetch(f"{front}/lessons/") == "/lessons/ https"
    assert fetch(f"{front}/uploads/images/a.webp").startswith("/uploads/")
    assert fetch(f"{front}/documents/1/a.pdf").startswith("/documents/")
