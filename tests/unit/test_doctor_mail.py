"""`vpr doctor` greets the mail server as the worker does, and says what to mend."""

import socketserver
import threading

import pytest

from vpr.console.examinations import _mail


class Greeter(socketserver.StreamRequestHandler):
    """Enough of SMTP for a greeting and a farewell."""

    def handle(self):
        self.wfile.write(b"220 mail.example.org\r\n")
        for line in self.rfile:
            self.wfile.write(b"221 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 mail.example.org\r\n")
            if line.upper().startswith(b"QUIT"):
                return


@pytest.fixture
def server():
    with socketserver.TCPServer(("127.0.0.1", 0), Greeter) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture
def smtp(settings):
    def on(port, sender="OpenVPR <vpr@example.org>"):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", port, sender
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER, settings.EMAIL_TIMEOUT = "", 5

    return on


def test_a_server_that_answers_is_well(server, smtp):
    smtp(server)
    assert _mail().is_well


def test_a_server_that_is_silent_is_named_with_the_cure(smtp):
    smtp(1)
    found = _mail()
    assert not found.is_well
    assert not found.is_advice
    assert "127.0.0.1:1" in found.state
    assert "VPR_EMAIL_URL" in found.cure


def test_a_sender_that_nobody_can_answer_is_advised_against(server, smtp):
    smtp(server, "OpenVPR <noreply@localhost>")
    assert "VPR_EMAIL_FROM" in _mail().cure


def test_without_a_server_letters_lie_in_a_folder_and_that_is_advice(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert _mail().is_advice
