"""Templates hold no logic, components keep their contract, colours can be told apart."""

import re
from dataclasses import fields, is_dataclass
from types import SimpleNamespace

import pytest
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta, nodes

from publisher.domain import find_domain
from publisher.publish import models, page_models

SITE = find_domain() / "site"
TEMPLATES = sorted((SITE / "templates").glob("*.html"))
COMPONENTS = sorted(path for path in (SITE / "components").iterdir() if path.is_dir())
ENVIRONMENT = Environment(
    loader=FileSystemLoader([SITE / "templates", SITE / "components"]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
FORBIDDEN = (nodes.Assign, nodes.BinExpr, nodes.Filter, nodes.FilterBlock, nodes.Compare, nodes.Test, nodes.And, nodes.Or, nodes.With)


def parsed(path):
    return ENVIRONMENT.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*TEMPLATES, *sorted((SITE / "components").glob("*/*.html"))], ids=lambda path: path.stem)
def test_a_template_holds_no_logic(path):
    tree = parsed(path)
    found = [type(node).__name__ for node in tree.find_all(FORBIDDEN)]
    found += ["method call" for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Getattr)]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_sees_only_its_page_and_the_site(path):
    tree = parsed(path)
    imported = {name for statement in tree.find_all(nodes.FromImport) for name in statement.names}
    assert meta.find_undeclared_variables(tree) - imported <= {"page", "site"}


def test_what_templates_name_exists_on_the_values_they_are_given():
    known = set()
    for module in (models, page_models):
        for value in vars(module).values():
            if isinstance(value, type) and is_dataclass(value):
                known |= {field.name for field in fields(value)} | {
                    name for name, member in vars(value).items() if isinstance(member, property)
                }
    for path in [*TEMPLATES, *(SITE / "components").glob("*/*.html")]:
        named = {node.attr for node in parsed(path).find_all(nodes.Getattr)}
        assert named <= known, (path.name, named - known)


@pytest.mark.parametrize("folder", COMPONENTS, ids=lambda path: path.name)
def test_a_component_says_what_it_is_for_and_its_classes_begin_with_its_name(folder):
    contract = yaml.safe_load((folder / f"{folder.name}.yml").read_text(encoding="utf-8"))
    assert contract["description"]
    assert all({"name", "type", "required", "description"} <= parameter.keys() for parameter in contract["parameters"])
    sheet = folder / f"{folder.name}.css"
    if sheet.exists():
        text = sheet.read_text(encoding="utf-8")
        assert text.startswith("@layer components {")
        assert "#" not in re.sub(r"\{[^}]*\}", "", text), "no selector by id"
        assert "!important" not in text


def macro(folder):
    [name] = [node.name for node in parsed(folder / f"{folder.name}.html").find_all(nodes.Macro)][:1]
    return getattr(ENVIRONMENT.get_template(f"{folder.name}/{folder.name}.html").module, name)


EXAMPLES = [
    (folder, example)
    for folder in COMPONENTS
    if (folder / f"{folder.name}.html").exists()
    for example in yaml.safe_load((folder / f"{folder.name}.yml").read_text(encoding="utf-8"))["examples"]
]


@pytest.mark.parametrize(("folder", "example"), EXAMPLES, ids=[f"{folder.name}: {example['name']}" for folder, example in EXAMPLES])
def test_an_example_of_a_component_renders_and_its_markup_is_balanced(folder, example):
    html = str(macro(folder)(*map(with_fields, example["arguments"])))
    opened = [tag for tag in re.findall(r"<([a-z0-9]+)[ >]", html) if tag not in {"input", "link", "meta", "br"}]
    assert html.strip()
    assert sorted(opened) == sorted(re.findall(r"</([a-z0-9]+)>", html))
    for text in leaves(example["arguments"]):
        assert text in html or text.startswith(("ltr", "rtl")), text


def with_fields(value):
    """The example's mappings as values with fields, as the views make them."""
    if isinstance(value, dict):
        return SimpleNamespace(**{key: with_fields(inner) for key, inner in value.items()})
    return [with_fields(inner) for inner in value] if isinstance(value, list) else value


def leaves(value):
    """Every text that an example wants to be seen, leaving out what only chooses or is empty."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from () if key in {"direction", "language", "tone", "anchor", "more_label"} else leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str) and value:
        yield value


PAIRS = [
    ("--colour-text", "--colour-background"),
    ("--colour-text", "--colour-surface"),
    ("--colour-text-soft", "--colour-background"),
    ("--colour-text-soft", "--colour-surface"),
    ("--colour-link", "--colour-background"),
    ("--colour-link", "--colour-surface"),
    ("--colour-accent-text", "--colour-accent-surface"),
    ("--colour-alert-text", "--colour-background"),
    ("--colour-notice-text", "--colour-notice-surface"),
    ("--colour-text", "--colour-notice-surface"),
]


def schemes():
    text = (SITE / "static/tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media (prefers-color-scheme: dark)")[0], text.split("prefers-color-scheme: dark")[1].split("@media print")[0]
    first = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", light))
    return {"light": first, "dark": {**first, **dict(re.findall(r"(--[\w-]+):\s*([^;]+);", dark))}}


def luminance(colour, tokens):
    while colour.startswith("var("):
        colour = tokens[colour[4:-1]]
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme, text, ground):
    tokens = schemes()[scheme]
    bright, dim = sorted((luminance(tokens[text], tokens), luminance(tokens[ground], tokens)), reverse=True)
    assert (bright + 0.05) / (dim + 0.05) >= 4.5, "WCAG 2.2, 1.4.3"


def test_rules_use_the_functions_of_colours_and_never_the_palette():
    for path in [SITE / "static/base.css", *(SITE / "components").glob("*/*.css")]:
        text = path.read_text(encoding="utf-8")
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", text), path.name
        assert not re.findall(r"var\(--(?:ink|teal|rust|amber|night|fog|aqua|peach|sand|white)", text), path.name
