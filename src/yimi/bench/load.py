"""A light HTTP load: some clients on keep-alive sockets in one thread, so that the generator takes little of two cores."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """``latencies`` in seconds of answered requests; ``statuses`` counts the answers."""

    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000 if ordered else 0.0


class Client:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.sent_at = 0.0

    def send(self, request: bytes) -> None:
        """Send one request; wait for its whole answer before the next."""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """Status and body when a whole answer has come."""
        received = self.socket.recv(65_536)
        if not received:
            raise ConnectionResetError("the server closed the connection")
        self.buffer += received
        head, found, rest = self.buffer.partition(b"\r\n\r\n")
        if not found:
            return None
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length:")
            ),
            0,
        )
        if len(rest) < length:
            return None
        self.buffer = rest[length:]
        return int(head.split(b" ", 2)[1]), rest[:length]


def post(path: str, token: str, body: bytes) -> bytes:
    """The bytes of one request."""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def drive(port: int, *, clients: int, requests: int, make: Callable[[int], bytes]) -> Outcome:
    """Send ``requests`` requests from ``clients`` clients, each waiting for its answer before the next."""
    outcome = Outcome()
    picker = selectors.DefaultSelector()
    started = time.perf_counter()
    sent = 0
    for _number in range(min(clients, requests)):
        client = Client(port)
        picker.register(client.socket, selectors.EVENT_READ, client)
        client.send(make(sent))
        sent += 1
    while len(outcome.latencies) < requests:
        for key, _events in picker.select(timeout=30):
            client = key.data
            answer = client.answer()
            if answer is None:
                continue
            outcome.latencies.append(time.perf_counter() - client.sent_at)
            outcome.statuses[answer[0]] = outcome.statuses.get(answer[0], 0) + 1
            if sent < requests:
                client.send(make(sent))
                sent += 1
    outcome.seconds = time.perf_counter() - started
    for key in list(picker.get_map().values()):
        key.data.socket.close()
    return outcome
