"""What all tests share: where the checkout is, and a way to run the command line as a user does."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def checkout():
    return CHECKOUT


@pytest.fixture
def orepact():
    """Run the command line in a process of its own; returns its exit code and both streams."""

    def run(*arguments, cwd=CHECKOUT, **options):
        command = [sys.executable, "-c", "import sys; from publisher.cli import main; sys.exit(main())", *map(str, arguments)]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300, **options)

    return run
