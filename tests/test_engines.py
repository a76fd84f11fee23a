"""Reading on many processes: the same readings in the same order, whatever the engine, and a killed worker costs a retry."""

import sys
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children

import pytest

from publisher import engines
from publisher.domain import load_domain
from publisher.engines import DomainAddress, Engine, read_batch
from publisher.errors import DomainError, UsageError
from publisher.model import Article, Reading


def articles(count):
    names = ("Hill Mill", "Brook Mill")
    return [Article(f"{n:016x}", f"{names[n % 2]} and Crumb Bakery signed a flour contract on {n + 1} bags of rye.") for n in range(count)]


@pytest.fixture(scope="module")
def domain(bakery):
    return load_domain(bakery)


@pytest.fixture(scope="module")
def readings(domain):
    return list(Engine().read(articles(130), domain))


def test_articles_are_read_in_order(readings):
    assert [reading.article for reading in readings] == articles(130)
    assert all(reading.claims for reading in readings)


@pytest.mark.parametrize("jobs", [2, 3])
def test_processes_give_the_same_readings_in_the_same_order(domain, readings, jobs):
    assert list(Engine("local", jobs).read(iter(articles(130)), domain)) == readings


def test_a_dask_cluster_gives_the_same_readings_in_the_same_order(domain, readings):
    assert list(Engine("dask", 2).read(iter(articles(130)), domain)) == readings


def test_articles_are_taken_as_they_are_needed(domain):
    taken = []

    def stream():
        for article in articles(4000):
            taken.append(article)
            yield article

    reader = Engine("local", 2).read(stream(), domain)
    next(reader)
    assert len(taken) < 400
    del reader


def test_a_worker_refuses_another_domain_than_the_run_began_with(domain):
    with pytest.raises(DomainError) as caught:
        read_batch(DomainAddress(domain.root, domain.base, "another"), ())
    assert caught.value.code == "D107"


def test_dask_that_is_not_installed_is_an_error_of_usage(domain, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match="not installed") as caught:
        list(Engine("dask").read(articles(1), domain))
    assert caught.value.code == "U103"


class Promise:
    def __init__(self, readings):
        self.readings = readings

    def result(self):
        if self.readings is None:
            raise BrokenProcessPool
        return self.readings


class Mortal:
    """Processes that die so many times before they answer."""

    def __init__(self, deaths):
        self.deaths = deaths

    def start(self, batch):
        self.deaths -= 1
        return Promise(None if self.deaths >= 0 else tuple(map(Reading, batch)))


def test_processes_killed_in_the_middle_lose_nothing(domain, readings):
    many = articles(400)
    reader = Engine("local", 2).read(iter(many), domain)
    first = next(reader)
    for child in active_children():
        child.kill()
    assert [first, *reader] == list(Engine().read(many, domain))


@pytest.mark.parametrize("deaths", [0, 1, 2])
def test_a_killed_worker_costs_a_retry(deaths):
    batch = tuple(articles(3))
    assert engines._Retried(Mortal(deaths), batch).result() == tuple(map(Reading, batch))


def test_a_batch_that_always_kills_its_worker_is_reported():
    with pytest.raises(UsageError) as caught:
        engines._Retried(Mortal(3), tuple(articles(3))).result()
    assert caught.value.code == "U104"
