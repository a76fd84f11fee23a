"""The domain of this checkout, loaded once for all tests on its commodities."""

from pathlib import Path

import pytest

from publisher.domain import Domain, load_domain


@pytest.fixture(scope="session")
def domain() -> Domain:
    return load_domain(Path(__file__).resolve().parents[2])
