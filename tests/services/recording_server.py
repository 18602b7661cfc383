"""A small HTTP server on loopback that keeps what it was asked and answers as it is told."""

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class RecordingServer:
    """``seen`` holds (method, path, headers by lower-case name); every answer has ``status`` and ``body``."""

    def __init__(self, status: int, body: object) -> None:
        self.status, self.body = status, body
        self.seen: list[tuple[str, str, Mapping[str, str]]] = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                recorder.seen.append(
                    (self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
                )
                said = json.dumps(recorder.body).encode()
                self.send_response(recorder.status)
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = answer

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def recording_server(status: int = 200, body: object = None) -> Iterator[RecordingServer]:
    """A server, gone afterwards."""
    server = RecordingServer(status, body)
    try:
        yield server
    finally:
        server.close()
