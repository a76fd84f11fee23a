"""Rules of the house that no linter knows: sizes, words, floors of knowledge, completeness of the reference pages."""

import ast
import importlib
import pkgutil
import re
import subprocess
from pathlib import Path

import pytest
import yaml

import publisher
from publisher.domain import find_domain, load_domain

CHECKOUT = Path(__file__).resolve().parents[1]
MODULES = sorted((CHECKOUT / "publisher").rglob("*.py"))
NAMES = [module.relative_to(CHECKOUT).as_posix() for module in MODULES]

# The engine's own vocabulary: what every domain's ontology has to define, whatever it is about.
ENGINE_TERMS = {
    "Article",
    "Claim",
    "claimSubject",
    "claimPredicate",
    "claimObject",
    "certainty",
    "evidence",
    "reportedIn",
    "attributedTo",
    "byRule",
    "textSha256",
    "articleKind",
    "fullText",
    "ofState",
    "capital",
    "demonym",
}
# Words that are both a label of the domain and a plain word of English or of computing that the engine needs.
PLAIN_WORDS = {
    "article",
    "claim",
    "certainty",
    "evidence",
    "status",
    "stage",
    "role",
    "topic",
    "place",
    "person",
    "state",
    "organization",
    "agreement",
    "asserted",
    "attributed",
    "inferred",
    "planned",
    "possible",
    "denied",
    "training",
    "research",
    "standards",
    "in",
    "trade",
    "co",
    "lead",
    "company",
    "source",
    "form",
    "amount",
    "capital",
    "reports",
    "unknown",
    "darwin",
    "quad",
}


@pytest.fixture(scope="module")
def domain():
    return load_domain(find_domain())


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return [name for name in listed.stdout.split("\0") if name and (CHECKOUT / name).is_file()]


def strings(module):
    """The string constants of a module that are no docstrings, with their lines."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    prose = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, (*documented, ast.If))
        for statement in node.body
        if isinstance(statement, ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
    ]


def test_there_are_modules_to_look_at():
    assert len(MODULES) > 30


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_module_fits_on_a_few_screens(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) < 300


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_module_says_its_job_and_has_a_name_that_says_it_too(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert module.stem not in {"utils", "util", "helpers", "common", "misc"}


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_imports_are_absolute_and_failures_are_not_swallowed(module):
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.ImportFrom) and node.level), f"line {node.lineno}: relative import"
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in {"everything", "Exception", "BaseException"}, f"line {node.lineno}: catches {caught}"


@pytest.mark.parametrize("package", sorted({name for _, name, is_package in pkgutil.iter_modules(publisher.__path__) if is_package}))
def test_the_public_names_of_a_package_exist_and_are_sorted(package):
    module = importlib.import_module(f"publisher.{package}")
    names = module.__all__
    assert len(names) == len(set(names))
    for name in names:
        assert getattr(module, name) is not None


def test_namespaces_end_in_hash_or_slash(domain):
    for name, space in domain.prefixes.items():
        assert space.endswith(("#", "/", ":", "=")), f"{name}: {space}"


def test_no_word_of_the_domain_stands_in_the_engine(domain):
    labels = {
        label.lower() for iri, label in domain.labels.items() if len(label) > 3 and not iri.value.startswith(domain.namespace)
    } - PLAIN_WORDS
    terms = {iri.value.removeprefix(domain.namespace) for iri in domain.labels if iri.value.startswith(domain.namespace)} - ENGINE_TERMS
    terms = {term for term in terms if not term.islower()}  # `form` and `amount` are words of any trade
    found = []
    for module, name in zip(MODULES, NAMES, strict=True):
        for line, text in strings(module):
            if text.lower() in labels or text in terms:
                found.append(f"{name}:{line}: {text!r}")
            found.extend(f"{name}:{line}: {word!r} in {text!r}" for word in re.findall(r"[\w-]+", text.lower()) if word in DOMAIN_WORDS)
    assert not found, "\n".join(found)


DOMAIN_WORDS = {
    "commodity",
    "commodities",
    "mineral",
    "minerals",
    "metal",
    "metals",
    "lithium",
    "cobalt",
    "nickel",
    "copper",
    "graphite",
    "ore",
    "mine",
    "mining",
    "refining",
    "ministry",
    "minister",
    "ministers",
    "treaty",
    "treaties",
    "memorandum",
    "mou",
    "offtake",
    "ally",
    "allies",
    "japan",
    "chile",
    "china",
    "pact",
    "signatory",
    "signatories",
    "government",
    "governments",
    "diplomatic",
    "deal",
    "deals",
}


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_terms_the_engine_makes_belong_to_its_own_vocabulary(module):
    tree = ast.parse(module.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "namespace":
            assert node.attr in ENGINE_TERMS | {"rstrip", "removesuffix", "startswith"}, f"line {node.lineno}: {node.attr}"


def test_the_ontology_defines_every_term_of_the_engine(domain):
    defined = {iri.value.removeprefix(domain.namespace) for iri in domain.labels}
    used = {
        node.attr
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "namespace"
        and node.attr in ENGINE_TERMS
    }
    assert used <= defined, used - defined


def test_every_error_code_is_explained():
    raised = set()
    for module in MODULES:
        raised |= {text for _, text in strings(module) if re.fullmatch(r"[ADOSU]\d{3}", text)}
    page = (CHECKOUT / "site/docs/reference/errors.md").read_text(encoding="utf-8")
    explained = re.findall(r"^## ([ADOSU]\d{3})\b", page, re.MULTILINE)
    assert len(explained) == len(set(explained))
    assert raised == set(explained)


def test_every_command_and_option_is_explained():
    from publisher.cli import app

    page = (CHECKOUT / "site/docs/reference/cli.md").read_text(encoding="utf-8")
    source = ast.parse((CHECKOUT / "publisher/cli.py").read_text(encoding="utf-8"))
    options = {
        node.value
        for node in ast.walk(source)
        if isinstance(node, ast.Constant) and str(node.value).startswith("--") and " " not in str(node.value)
    }
    assert len(app.registered_commands) >= 6
    for command in app.registered_commands:
        assert f"## orepact {command.name or command.callback.__name__}" in page
    assert not {option for option in options if option not in page}


@pytest.mark.parametrize("pattern", [r"public/.*", r".*\.(pyc|whl|log|nq\.gz)", r".*/__pycache__/.*", r"\.venv/.*", r"(dist|build)/.*"])
def test_nothing_that_a_build_writes_is_committed(pattern):
    assert not [name for name in tracked() if re.fullmatch(pattern, name)]


def test_no_path_of_one_machine_is_committed():
    texts = [name for name in tracked() if Path(name).suffix in {".py", ".md", ".toml", ".yml", ".ttl", ".html", ".lock", ".rq", ".sh", ""}]
    assert len(texts) > 100
    found = {}
    for name in texts:
        homes = re.findall(r"(?<![\w./])/(?:home|root|work|Users)/\w+", (CHECKOUT / name).read_text(encoding="utf-8"))
        if homes:
            found[name] = homes
    assert not found


def test_the_domain_data_is_readable_without_the_engine():
    for path in sorted((CHECKOUT / "mappings").rglob("*.yml")):
        assert yaml.safe_load(path.read_text(encoding="utf-8")) is not None, path


def test_readme_gives_the_three_commands_first():
    lines = (CHECKOUT / "README.md").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith((".venv/", "python3 "))]
    assert commands[0].startswith("python3 -m venv .venv && ")
    assert commands[0].endswith("orepact publish")
    assert "pytest" in commands[1]
    assert "orepact serve" in commands[2]
