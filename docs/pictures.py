"""`make pictures`: starts the demo in a temporary home and photographs our own pages for the README."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

CHROMIUM = os.environ.get("VPR_CHROMIUM", "/usr/bin/chromium")
FOLDER = Path(__file__).parent / "pictures"
SIZE = {"width": 1280, "height": 800}

#: picture -> who looks, where to begin, and the texts of the links to follow from there.
PICTURES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "today": ("edu990001", "/", ()),
    "faults": ("edu990001", "/", ("Посмотреть ошибки",)),
    "grid": ("edu990002", "/results/grid/2026.ma4/", ()),
    "matrix": ("district", "/exchange/monitoring/reg99_m001/", ()),
    "marks": ("district", "/analytics/2026.ru4/reg99_m001/marks_statistics/", ()),
    "tasks": ("district", "/analytics/2026.ru4/reg99_m001/task_performance/", ()),
}


def main() -> None:
    home = tempfile.mkdtemp(prefix="vpr-pictures-")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"VPR_HOME": home, "VPR_PORT": str(port)}
    demo = subprocess.Popen([sys.executable, "-m", "vpr.console", "demo", "--no-browser"], env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        _photograph(address, _password(environment))
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=60)
        shutil.rmtree(home, ignore_errors=True)


def _wait(address: str) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    time.sleep(15)  # the worker counts the reports of the region
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise SystemExit("the demo does not answer")


def _password(environment: dict[str, str]) -> str:
    """The region stands already: the same command only says what it printed."""
    command = [sys.executable, "-m", "vpr.console", "demo-region"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return str(json.loads(done.stdout.splitlines()[-1])["password"])


def _photograph(address: str, password: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as engine:
        browser = engine.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        for name, (login, path, steps) in PICTURES.items():
            page = browser.new_context(viewport=SIZE, locale="ru-RU", color_scheme="light").new_page()  # type: ignore[arg-type]
            _sign_in(page, address, login, password)
            page.goto(address + path)
            for text in steps:
                page.locator("main a").filter(has_text=text).first.click()
            page.wait_for_load_state("networkidle")
            page.screenshot(path=FOLDER / f"{name}.png")
            page.context.close()
        browser.close()


def _sign_in(page: Page, address: str, login: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "login" not in url)


if __name__ == "__main__":
    main()
