"""What all tests share: where the checkout is, a second small domain, and the command line as a user runs it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
ENGLISH = ("mappings/language", "mappings/zones.yml")
PAGES = ("site/templates", "site/components", "site/static")


@pytest.fixture(scope="session")
def checkout():
    return CHECKOUT


@pytest.fixture(scope="session")
def bakery(tmp_path_factory):
    """The bakery: a domain that shares with ours the English language and the templates of pages, and nothing else."""
    root = tmp_path_factory.mktemp("bakery") / "domain"
    shutil.copytree(CHECKOUT / "tests" / "toy_domain", root)
    for name in (*ENGLISH, *PAGES):
        source = CHECKOUT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    return root


@pytest.fixture(scope="session")
def orepact():
    """Run the command line in a process of its own; returns its exit code and both streams."""

    def run(*arguments, cwd=CHECKOUT, **options):
        command = [sys.executable, "-c", "import sys; from publisher.cli import main; sys.exit(main())", *map(str, arguments)]
        options = {"capture_output": True, "text": True, "timeout": 300, **options}
        return subprocess.run(command, cwd=cwd, check=False, **options)

    return run


@pytest.fixture(scope="session")
def bread(bakery, orepact, tmp_path_factory):
    """The release of the bakery's three articles."""
    folder = tmp_path_factory.mktemp("bread")
    done = orepact("publish", "--domain", bakery, "--jobs", "1", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "public"
