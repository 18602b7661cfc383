"""A proxy on loopback that hands bytes on late, or not at all; what is said passes unread."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

from .postgres import free_port

CHUNK = 65_536


class SlowProxy:
    """Forwards connections to a port of this machine; ``delay`` is in seconds and may change any time."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.delay = 0.0
        self.port = free_port()
        self._sockets: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop and drop every connection."""
        for each in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                self._sockets += [near, far]
                threading.Thread(target=self._pump, args=(near, far, True), daemon=True).start()
                threading.Thread(target=self._pump, args=(far, near, False), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, late: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                if late:
                    time.sleep(self.delay)
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def slow_proxy(target: int) -> Iterator[SlowProxy]:
    """A proxy before a port of this machine, gone afterwards."""
    proxy = SlowProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
