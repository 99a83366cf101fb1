"""One web process: waitress on an already bound socket, leaving only after the answers under way are written."""

import os
import signal
import socket
import time
from types import FrameType
from typing import Any

DRAIN_SECONDS = 10.0
#: A workbook is at most 4 MB; waitress buffers the body before a thread is taken, so slow senders cost nothing.
LARGEST_BODY = 16 * 1024 * 1024


def listen(host: str, port: int) -> socket.socket:
    """A socket shared by all web processes; OSError when the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(1024)
    except OSError:
        sock.close()
        raise
    sock.setblocking(False)  # another process may take the connection first
    return sock


def serve(sock: socket.socket, threads: int) -> None:
    """Answers requests until SIGTERM."""
    from vpr.console.installation import set_up

    set_up()
    from waitress.server import create_server

    from vpr.project.wsgi import application

    behind_proxy = bool(int(os.environ.get("VPR_PROXIES", "0")))
    server = create_server(
        application,
        sockets=[sock],
        threads=threads,
        ident=None,
        clear_untrusted_proxy_headers=not behind_proxy,
        connection_limit=1000,
        channel_timeout=120,
        max_request_body_size=LARGEST_BODY,
    )
    state = {"stopping": False}

    def on_term(number: int, frame: FrameType | None) -> None:
        state["stopping"] = True
        server.pull_trigger()

    signal.signal(signal.SIGTERM, on_term)
    signal.signal(signal.SIGINT, on_term)
    while not state["stopping"]:
        server.asyncore.loop(timeout=1.0, map=server._map, count=1)
    _drain(server)


def _drain(server: Any) -> None:
    """No new connections; those being answered get their answer."""
    server.accepting = False
    deadline = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < deadline and any(
        channel.requests or channel.total_outbufs_len for channel in list(server.active_channels.values())
    ):
        server.asyncore.loop(timeout=0.1, map=server._map, count=1)
    server.task_dispatcher.shutdown()
