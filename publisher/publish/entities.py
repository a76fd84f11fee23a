"""The page of one thing: its facts with their words, what is only possible or denied, and what points to it."""

from publisher.publish.index import distinct
from publisher.publish.models import Group
from publisher.publish.page_models import EntityPage
from publisher.publish.places import Place
from publisher.publish.rows import SUMMARY, Rows
from publisher.publish.views import Views, text_link
from publisher.rdf import IRI, Literal

MOST_LINKS = 150


def entity_page(iri: IRI, views: Views) -> EntityPage:
    """Return the page of an entity: facts with their words, what is only possible or denied, what points to it."""
    place = Place(views.index.path(iri))
    layout = views.layout(iri)
    rows = Rows(views, iri, place)
    facts = rows.facts(iri, layout)
    return EntityPage(
        head=views.head(iri, place),
        title=views.places.link(iri, place),
        kind=views.kind_link(iri, place),
        tags=tuple(views.places.link(value, place) for name in layout.tags for value in views.index.iris(iri, name)),
        summary=tuple(
            text_link(value)
            for name in (*layout.summary, *SUMMARY)
            for value in views.index.objects(iri, name)
            if isinstance(value, Literal)
        ),
        facts=facts,
        sections=rows.sections(),
        incoming=incoming_groups(iri, views, place),
        technical=rows.technical(iri, layout),
        downloads=views.places.downloads(place.path, place),
        iri=iri.value,
    )


def incoming_groups(iri: IRI, views: Views, place: Place) -> tuple[Group, ...]:
    """Return what points to an entity, by property; a part is named by what it belongs to, and nothing is named twice."""
    own = {iri, *views.index.parts.get(iri, ())}
    groups: dict[IRI, list[IRI]] = {}
    later: list[tuple[IRI, IRI]] = []
    for predicate, subject in views.index.incoming.get(iri, ()):
        if subject in own or views.index.is_a(subject, views.index.CLAIM) or views.settings.incoming.get(predicate, "-") == "":
            continue
        owner = views.index.owner(subject)
        if owner is None:
            groups.setdefault(predicate, []).append(subject)
        elif owner != iri:
            later.append((predicate, owner))
    shown = {subject for subjects in groups.values() for subject in subjects}
    for predicate, owner in later:
        if owner not in shown:
            groups.setdefault(predicate, []).append(owner)
    order = list(views.settings.incoming)
    ranked = sorted(groups, key=lambda name: (order.index(name) if name in order else len(order), views.wording.label(name)))
    listed: set[IRI] = set()
    out = []
    for name in ranked:
        fresh = [subject for subject in distinct(groups[name]) if subject not in listed]
        listed.update(fresh)
        out += [_group(name, fresh, views, place)] if fresh else []
    return tuple(out)


def _group(predicate: IRI, subjects: list[IRI], views: Views, place: Place) -> Group:
    heading = views.settings.incoming.get(predicate) or f"Named under “{views.wording.label(predicate)}” by"
    links = sorted(
        (views.places.link(subject, place, note=views.wording.type_label(subject)) for subject in subjects),
        key=lambda link: link.text.lower(),
    )
    rest = f"and {len(links) - MOST_LINKS:,} more" if len(links) > MOST_LINKS else ""
    return Group(heading, "in-" + predicate.value.rpartition("/")[2].rpartition("#")[2], f"{len(links):,}", tuple(links[:MOST_LINKS]), rest)
