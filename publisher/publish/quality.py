"""How good the data is: the validation report as RDF and as a page, and what was withheld and why."""

import re
from collections.abc import Iterable, Mapping

from publisher.domain import Domain
from publisher.model import Severity, Undecided, ValidatedDataset, ValidationResult, Withheld
from publisher.publish.models import Download, Head, Link, Row, Value
from publisher.publish.page_models import QualityPage, RuleFinding, RuleGroup, ShapeEntry, ShapesPage, WithheldRow
from publisher.publish.places import FORMATS, Place
from publisher.publish.views import Views
from publisher.publish.wording import humanise, shorten
from publisher.rdf import DCTERMS, IRI, RDF, RDFS, SH, XSD, Literal, Term, Triple
from publisher.rdf.files import parse_turtle
from publisher.rdf.serialize import name_blank_nodes

PATH = "quality/report"
MOST_FINDINGS = 200
ORDER = (Severity.VIOLATION, Severity.WARNING, Severity.INFO)


def load_shapes(domain: Domain) -> list[Triple]:
    """Return all triples of ``shapes/``, with blank nodes named canonically."""
    return name_blank_nodes(triple for path in domain.shapes for triple in parse_turtle(path.read_bytes(), domain.base))


def report(validated: ValidatedDataset, domain: Domain) -> set[Triple]:
    """Return the report as SHACL writes it (SHACL 3.6), without blank nodes: results are numbered in their order."""
    node = domain.iri(PATH)
    has_violation = any(result.severity is Severity.VIOLATION for result in validated.results)
    triples = {
        Triple(node, RDF.type, SH.ValidationReport),
        Triple(node, SH.conforms, Literal("false" if validated.results else "true", datatype=XSD.boolean)),
        Triple(node, DCTERMS.description, Literal(_verdict(validated, violated=has_violation), language="en")),
    }
    for number, result in enumerate(sorted(validated.results), 1):
        triples |= _result(node, IRI(f"{node.value}#result-{number}"), result)
    return triples


def _result(report_node: IRI, node: IRI, result: ValidationResult) -> set[Triple]:
    triples = {
        Triple(report_node, SH.result, node),
        Triple(node, RDF.type, SH.ValidationResult),
        Triple(node, SH.resultSeverity, SH[result.severity.value]),
        Triple(node, SH.resultMessage, Literal(result.message, language="en")),
        Triple(node, DCTERMS.identifier, Literal(result.code)),
    }
    for name, text in ((SH.focusNode, result.focus), (SH.resultPath, result.path), (SH.value, result.value)):
        if text:
            triples.add(Triple(node, name, _term(text)))
    if result.article:
        triples.add(Triple(node, DCTERMS.source, _term(result.article)))
    return triples


def _term(text: str) -> IRI | Literal:
    is_iri = text.startswith(("http://", "https://", "urn:")) and not any(c in text for c in ' <>"{}|\\^`\n')
    return IRI(text) if is_iri else Literal(text)


def _verdict(validated: ValidatedDataset, *, violated: bool) -> str:
    counts = {severity: sum(result.severity is severity for result in validated.results) for severity in ORDER}
    warnings, notes, held = counts[Severity.WARNING], counts[Severity.INFO], len(validated.withheld)
    first = "Some results are violations." if violated else "Nothing that is published violates a rule."
    found = f"{warnings:,} {'warning' if warnings == 1 else 'warnings'}, {notes:,} {'note' if notes == 1 else 'notes'}"
    return f"{first} {found}; {held:,} {'record was' if held == 1 else 'records were'} withheld."


def quality_page(validated: ValidatedDataset, shapes: Iterable[Triple], views: Views) -> QualityPage:
    """Return the page: results by rule, each with where and how to mend it; what was withheld; what waits for an editor."""
    place = Place("quality/index")
    rules = _rules(shapes)
    codes: dict[str, list[ValidationResult]] = {}
    for result in sorted(validated.results):
        codes.setdefault(result.code, []).append(result)
    ranked = sorted(codes, key=lambda code: (min(ORDER.index(result.severity) for result in codes[code]), code))
    has_violation = any(result.severity is Severity.VIOLATION for result in validated.results)
    return QualityPage(
        head=Head(
            title="Quality of the data",
            root=place.root,
            canonical=f"{views.index.base}quality/",
            description="What the rules found in this release, and what was withheld.",
            trail=(Link("Home", place.root),),
            alternates=tuple(Download(label, place.to(PATH + suffix), media) for label, suffix, media in FORMATS),
        ),
        title="Quality of the data",
        verdict=_verdict(validated, violated=has_violation),
        groups=tuple(_group(code, codes[code], rules.get(code, {}), views, place) for code in ranked),
        withheld=tuple(_withheld(item, views, place) for item in sorted(validated.withheld, key=lambda item: item.iri.value)),
        undecided=tuple(_undecided(pair, views, place) for pair in sorted(validated.dataset.undecided)),
        downloads=tuple(Download(label, place.to(PATH + suffix), media) for label, suffix, media in FORMATS),
    )


def _rules(shapes: Iterable[Triple]) -> dict[str, dict[IRI, str]]:
    """Map each rule's code, the first word of its message, to what its shape says of it."""
    facts: dict[object, dict[IRI, str]] = {}
    for triple in shapes:
        if isinstance(triple.object, Literal) and triple.object.language in ("en", None):
            facts.setdefault(triple.subject, {})[triple.predicate] = triple.object.value
    return {said[SH.message].split(" ")[0]: said for said in facts.values() if SH.message in said}


def _group(code: str, results: list[ValidationResult], rule: Mapping[IRI, str], views: Views, place: Place) -> RuleGroup:
    message = rule.get(SH.message, results[0].message).removeprefix(code).strip()
    findings = tuple(_finding(result, views, place) for result in results[:MOST_FINDINGS])
    return RuleGroup(
        code=code,
        anchor=code,
        severity={"Violation": "violation", "Warning": "warning", "Info": "note"}[results[0].severity.value],
        tone=results[0].severity.value.lower(),
        title=message,
        mend=rule.get(SH.description, "").replace("`", ""),
        count=f"{len(results):,}",
        findings=findings,
        rest=f"and {len(results) - MOST_FINDINGS:,} more in the report" if len(results) > MOST_FINDINGS else "",
    )


def _finding(result: ValidationResult, views: Views, place: Place) -> RuleFinding:
    term = _term(result.focus)
    focus = views.places.link(term, place) if isinstance(term, IRI) else Link(result.focus)
    value = _term(result.value)
    return RuleFinding(focus, shorten(views.places.name(value) if isinstance(value, IRI) else result.value, 120))


def _withheld(item: Withheld, views: Views, place: Place) -> WithheldRow:
    articles = tuple(views.places.link(_article(key, views), place) for key in item.articles)
    return WithheldRow(item.label, item.iri.value, item.code, _in_words(item.reason, views), articles)


def _in_words(text: str, views: Views) -> str:
    """Put names in place of IRIs."""
    return re.sub(r"https?://[^\s()<>]+", lambda found: views.places.name(IRI(found[0])), text)


def _article(key: str, views: Views) -> IRI:
    return IRI(key) if "://" in key else views.index.domain.iri(f"article/{key}")


def _undecided(pair: Undecided, views: Views, place: Place) -> Link:
    left, right = (IRI(text) if "://" in text else views.index.domain.iri(text) for text in (pair.left, pair.right))
    return Link(
        f"{views.places.name(left)} / {views.places.name(right)}", views.places.address(left, place), f"{pair.reason} ({pair.score:.2f})"
    )


def shapes_page(shapes: list[Triple], views: Views, path: str = "shapes") -> ShapesPage:
    """Return the page of the rules: each shape with what it asks, why, and how to mend what breaks it."""
    place = Place(path)
    facts: dict[Term, dict[IRI, list[Term]]] = {}
    for triple in shapes:
        facts.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)  # type: ignore[arg-type]
    named = [node for node, said in facts.items() if isinstance(node, IRI) and SH.message in said]
    return ShapesPage(
        head=Head(
            title="Rules the data is checked by",
            root=place.root,
            canonical=f"{views.index.domain.ontology_iri.value.rpartition('/')[0]}/shapes",
            description="Every rule with its code, its reason and how to mend what breaks it.",
            trail=(Link("Home", place.root),),
            alternates=views.places.downloads(path, place),
        ),
        title="Rules the data is checked by",
        shapes=tuple(_shape(node, facts[node], views, place) for node in sorted(named, key=lambda node: (_code(facts[node]), node.value))),
        downloads=views.places.downloads(path, place),
    )


def _code(said: Mapping[IRI, list[Term]]) -> str:
    return _texts(said, SH.message)[0].split(" ")[0] if _texts(said, SH.message) else ""


def _texts(said: Mapping[IRI, list[Term]], name: IRI) -> list[str]:
    return [value.value for value in said.get(name, ()) if isinstance(value, Literal)]


def _shape(node: IRI, said: Mapping[IRI, list[Term]], views: Views, place: Place) -> ShapeEntry:
    code, _, message = next(iter(_texts(said, SH.message)), "").partition(" ")
    paths = [value for name in (SH.path, SH.targetClass) for value in said.get(name, ()) if isinstance(value, IRI)]
    rows = [
        Row("Severity", "", tuple(Value(Link(humanise(value.value))) for value in said.get(SH.severity, ()) if isinstance(value, IRI))),
        Row("Why", "", tuple(Value(Link(text)) for text in _texts(said, RDFS.comment))),
        Row("How to mend", "", tuple(Value(Link(text)) for text in _texts(said, SH.description))),
    ]
    target = views.places.link(paths[0], place) if paths else Link("")
    return ShapeEntry(node.value.rpartition("#")[2], code, target, message, tuple(row for row in rows if row.values))
