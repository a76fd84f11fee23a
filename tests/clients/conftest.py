"""The release and the servers of tests/serve, for the programs that real people use."""

import importlib.util
from pathlib import Path

_SPEC = importlib.util.spec_from_file_location("serve_fixtures", Path(__file__).parents[1] / "serve" / "conftest.py")
_FIXTURES = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_FIXTURES)

start, release, server, base = _FIXTURES.start, _FIXTURES.release, _FIXTURES.server, _FIXTURES.base
pytest_configure = _FIXTURES.pytest_configure
