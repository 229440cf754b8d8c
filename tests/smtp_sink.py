"""A mail server on loopback that keeps what it accepts and misbehaves when it is told to."""

import base64
import email
import email.policy
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage

# What the server does, by the step at which it does it.
ACCEPT = "accept"
REFUSE_FOR_NOW = "451 at RCPT"
REFUSE_FOR_GOOD = "550 at RCPT"
BUSY = "421 at greeting"
DROP_AFTER_DATA = "drop after the final dot"
DRIP = "one byte at a time"
HANG = "no greeting"
HANG_GREETED = "nothing after the greeting"
REFUSE_MESSAGE = "451 after the final dot"


class _Conversation(socketserver.StreamRequestHandler):
    server: "SmtpSink"
    signed_in = False

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        if self.server.mode == BUSY:
            self.say("421 busy")
            return
        if self.server.mode == DRIP:
            self._drip()
            return
        if self.server.mode == HANG:
            self.server.stopping.wait(self.server.hang_seconds)
            return
        self.say("220 sink")
        if self.server.mode == HANG_GREETED:
            self.server.stopping.wait(self.server.hang_seconds)
            return
        for line in iter(self.rfile.readline, b""):
            if not self._answer(line.decode(errors="replace").strip()):
                return

    def _answer(self, line: str) -> bool:
        """Answer one command; whether the conversation goes on."""
        verb = line[:4].upper()
        refuses = self.server.refuses
        if said := refuses.get(verb) or next((refuses[one] for one in refuses if f"<{one}>" in line), ""):
            self.say(said)
            return True
        if self.server.credentials and (refusal := self._ask_for_sign_in(verb, line)):
            self.say(refusal)
            return True
        refusals = {REFUSE_FOR_NOW: "451 later", REFUSE_FOR_GOOD: "550 nobody here"}
        if verb == "RCPT" and self.server.mode in refusals:
            self.say(refusals[self.server.mode])
        elif verb == "DATA":
            self.say("354 go on")
            return self._take_message()
        else:
            self.say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def _ask_for_sign_in(self, verb: str, line: str) -> str:
        """The answer of a server that takes mail only from those who sign in; empty once somebody has."""
        if verb == "EHLO":
            return "250-sink\r\n250 AUTH PLAIN"
        if verb == "AUTH":
            given = base64.b64decode(line.split()[-1]).decode().split("\0")[1:]
            self.signed_in = tuple(given) == self.server.credentials
            return "235 welcome" if self.signed_in else "535 who are you?"
        return "530 sign in first" if verb == "MAIL" and not self.signed_in else ""

    def _take_message(self) -> bool:
        lines = []
        for line in iter(self.rfile.readline, b".\r\n"):
            if not line:
                return False
            lines.append(line[1:] if line.startswith(b".") else line)
        if self.server.mode == REFUSE_MESSAGE:
            self.say("451 later")
            return True
        self.server.keep(b"".join(lines))
        if self.server.mode == DROP_AFTER_DATA:
            return False
        self.say("250 kept")
        return True

    def _drip(self) -> None:
        for byte in b"220-sink\r\n" * 100:
            if self.server.stopping.wait(0.2):
                return
            self.wfile.write(bytes([byte]))


class SmtpSink(socketserver.ThreadingTCPServer):
    """The server. ``mode`` may be changed at any time; ``delay`` seconds pass before a message is kept.

    With ``credentials``, a name and a password, it takes mail from nobody who has not given them. ``refuses``
    has what it answers to a command, or about an address.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mode = ACCEPT
        self.delay = 0.0
        self.hang_seconds = 5.0
        self.credentials: tuple[str, str] | None = None
        self.refuses: dict[str, str] = {}
        self.raw: list[bytes] = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def messages(self) -> list[EmailMessage]:
        """What was accepted so far, parsed."""
        with self.lock:
            return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.raw]

    def keep(self, message: bytes) -> None:
        """Take in a message that was sent to its end."""
        time.sleep(self.delay)
        with self.lock:
            self.raw.append(message)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that is killed in mid-sentence is what some tests are about."""


@contextmanager
def running_sink[Sink: SmtpSink](make: Callable[[], Sink] = SmtpSink) -> Iterator[Sink]:
    """A mail server that runs during the block."""
    with make() as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.stopping.set()
            sink.shutdown()
            thread.join()
