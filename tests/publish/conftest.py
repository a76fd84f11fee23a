import importlib.util
import sys
from pathlib import Path

import pytest

from publisher.domain import load_domain
from publisher.publish import publish_site

spec = importlib.util.spec_from_file_location("publish_example", Path(__file__).with_name("example.py"))
example = importlib.util.module_from_spec(spec)
sys.modules["publish_example"] = example
spec.loader.exec_module(example)


@pytest.fixture(scope="session")
def domain(checkout):
    return load_domain(checkout)


@pytest.fixture(scope="session")
def validated(domain):
    return example.example_dataset(domain)


@pytest.fixture(scope="session")
def published_quads(validated):
    return validated.dataset.quads


@pytest.fixture(scope="session")
def public(validated, domain, tmp_path_factory):
    out = tmp_path_factory.mktemp("site") / "public"
    publish_site(validated, domain, out)
    return out
