"""The browser of the tests: it is there, and it reaches this machine alone."""

import http.server
import threading

import pytest
from playwright.sync_api import Error

PAGE = b"<!doctype html><html lang=en><title>Minutes</title><h1>Minutes</h1>"


class _Quiet(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *arguments):
        """Says nothing."""


@pytest.fixture
def address():
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


def test_it_works(page, address):
    page.goto(address)
    assert page.get_by_role("heading", name="Minutes").is_visible()


def test_nothing_but_this_machine_is_reached(page):
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://portal.example.org/")
