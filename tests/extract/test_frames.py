"""Every rule proves itself: its examples come out of reading them, and its counter-examples give it nothing."""

import pytest

from publisher.domain import find_domain, load_domain
from publisher.extract import compile_domain
from publisher.extract.examples import Prover
from publisher.extract.labels import check_labels

DOMAIN = load_domain(find_domain())
EXTRACTOR = compile_domain(DOMAIN)
PROVER = Prover(DOMAIN, EXTRACTOR)
FRAMES = {frame.id: frame for frame in PROVER.frames}


def test_there_are_rules():
    assert len(FRAMES) > 30


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_the_examples_of_a_rule_come_out(frame):
    assert not [fault.reason for fault in PROVER.find_failed_examples(frame)]


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_the_counter_examples_of_a_rule_give_it_no_claim(frame):
    assert not [fault.reason for fault in PROVER.find_failed_counters(frame)]


def test_every_label_means_one_thing():
    check_labels(DOMAIN, EXTRACTOR)
