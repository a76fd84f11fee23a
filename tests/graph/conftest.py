"""A builder of readings over a small domain, and one over the domain that ships."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

from graph_builder import Builder, small_domain

from publisher.domain import load_domain


@pytest.fixture(scope="session")
def make():
    return small_domain()


@pytest.fixture(scope="session")
def make_real():
    return Builder(load_domain(Path(__file__).parents[2]))
