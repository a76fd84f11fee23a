"""The page of an article: where it stands, what it reports, and the words statements rest on, in their order."""

from publisher.publish.index import LABELS, Index
from publisher.publish.models import Group, Link, Row, Value
from publisher.publish.page_models import ArticlePage, Finding
from publisher.publish.places import Place
from publisher.publish.views import Views
from publisher.publish.wording import date_text, shorten
from publisher.rdf import IRI, OA, RDF, SCHEMA


def article_page(article: IRI, views: Views) -> ArticlePage:
    """Return the page of an article; it shows quotations and never more of the text."""
    index, place = views.index, Place(views.index.path(article))
    publisher = ", ".join(views.places.name(value) for value in index.iris(article, SCHEMA.publisher))
    date = date_text(index.text(article, SCHEMA.datePublished))
    url = next((value.value for value in index.iris(article, SCHEMA.url)), "")
    findings = tuple(_finding(words, views, place) for words in _words(article, index))
    hidden = {RDF.type, *LABELS, *views.settings.hide, *views.layout(article).hide, SCHEMA.url}
    facts = [name for name in index.facts[article] if name not in hidden]
    first = {name: rank for rank, name in enumerate(views.layout(article).first)}
    facts.sort(key=lambda name: (first.get(name, len(first)), views.wording.label(name)))
    technical = [name for name in index.facts[article] if name in views.settings.hide or name in views.layout(article).hide]
    return ArticlePage(
        head=views.head(article, place, shorten(", ".join(part for part in (views.wording.label(article), publisher, date) if part), 160)),
        title=views.places.link(article, place),
        kind=views.kind_link(article, place),
        original=Link(
            f"Read it at {publisher}" if publisher else "Read the original", url if url.startswith(("http://", "https://")) else ""
        ),
        facts=tuple(_row(article, name, views, place) for name in facts),
        reports=_reports(article, views, place),
        findings=tuple(finding for finding in findings if finding is not None),
        findings_label=f"{len(findings):,} {'passage' if len(findings) == 1 else 'passages'}",
        downloads=views.places.downloads(place.path, place),
        technical=tuple(_row(article, name, views, place) for name in technical),
        iri=article.value,
    )


def _row(article: IRI, name: IRI, views: Views, place: Place) -> Row:
    return Row(views.head_of_row(name), "", tuple(views.value(value, place) for value in views.index.objects(article, name)))


def _words(article: IRI, index: Index) -> list[IRI]:
    """Return the stretches of text that claims rest on, in the order of the text."""
    found = [part for part in index.parts.get(article, ()) if index.claims_on(part)]
    return sorted(found, key=lambda part: (_offset(part, index, OA.start), _offset(part, index, OA.end), part.value))


def _offset(words: IRI, index: Index, name: IRI) -> int:
    text = index.text(words, name)
    return int(text) if text.isdigit() else 0


def _reports(article: IRI, views: Views, place: Place) -> tuple[Group, ...]:
    subjects = [subject for subject in views.index.subjects(views.index.REPORTED, article) if views.index.owner(subject) is None]
    links = sorted(
        (views.places.link(subject, place, note=views.wording.type_label(subject)) for subject in subjects),
        key=lambda link: link.text.lower(),
    )
    return (Group("What it reports", "reports", f"{len(links):,}", tuple(links)),) if links else ()


def _finding(words: IRI, views: Views, place: Place) -> Finding | None:
    claims = views.index.claims_on(words)
    quote = views.quote(claims[0], place)
    if quote is None:
        return None
    rows: dict[str, list[Value]] = {}
    for claim in claims:
        subject = next(iter(views.index.iris(claim, views.index.SUBJECT)), None)
        predicate = next(iter(views.index.iris(claim, views.index.PREDICATE)), None)
        if subject is None or predicate is None:
            continue
        values = views.index.objects(claim, views.index.OBJECT)[:1]
        text = f"{views.head_of_row(predicate)}: " + ", ".join(views.wording.value(value) for value in values)
        certainty = next((views.wording.label(value) for value in views.index.iris(claim, views.index.CERTAINTY)), "")
        link = Link(text, views.places.address(claim, place), certainty)
        rows.setdefault(views.wording.label(subject), []).append(Value(link))
    return Finding(quote, words.value.partition("#")[2], tuple(Row(label, "", tuple(values)) for label, values in rows.items()))
