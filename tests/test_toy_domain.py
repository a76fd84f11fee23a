"""The engine knows nothing of its domain: another one, of bread, is read, checked and published by the same code."""

import gzip
import re


def read_dump(public):
    [dump] = (public / "dumps").glob("*.nq.gz")
    return gzip.decompress(dump.read_bytes()).decode()


def test_the_bakery_is_published(bread):
    dump = read_dump(bread)
    contracts = set(re.findall(r"<https://bread\.example/(contract/[^/>]+)>", dump))
    assert len(contracts) == 2
    assert "<https://bread.example/ontology#grain> <https://bread.example/grain/spelt>" in dump
    for contract in contracts:
        for suffix in (".html", ".ttl", ".jsonld", ".nt"):
            assert (bread / (contract + suffix)).is_file()


def test_its_own_rule_of_inference_is_followed(bread):
    grains = re.findall(
        r"<https://bread\.example/(contract/\S+)> <https://bread\.example/ontology#grain> <https://bread\.example/(\S+)> <\S+/(graph/\w+)",
        read_dump(bread),
    )
    inferred = [grain for _, grain, graph in grains if graph == "graph/inferred"]
    assert inferred == ["grain/rye"]
    assert "grain/spelt" in {grain for _, grain, _ in grains}


def test_its_own_shape_is_checked(bread, bakery, orepact, tmp_path):
    lone = tmp_path / "lone.ttl"
    lone.write_text("<https://bread.example/contract/x> a <https://bread.example/ontology#Contract> .")
    done = orepact("validate", lone, "--domain", bakery)
    assert done.returncode == 1
    assert "CON-01" in done.stdout


def test_no_word_of_the_other_domain_is_published(bread):
    text = read_dump(bread).lower()
    for word in ("mineral", "lithium", "orepact/", "pact#"):
        assert word not in text


def test_evidence_is_verbatim(bread, bakery):
    texts = [path.read_text().split("---\n", 2)[2] for path in (bakery / "articles").glob("*.md")]
    quotes = re.findall(r'<http://www\.w3\.org/ns/oa#exact> "([^"]+)"', read_dump(bread))
    assert quotes
    for quote in quotes:
        assert any(quote in text for text in texts)
