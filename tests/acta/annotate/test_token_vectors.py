"""The faster forward pass gives what spaCy's own gives, token for token, and stays out of networks it does not know."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, ORTH, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc

from acta.annotate import token_vectors
from acta.annotate.parse import plain_model
from acta.annotate.token_vectors import quicken
from acta.newsroom.catalogue import load_articles

PARSED = [ORTH, TAG, DEP, ENT_TYPE, HEAD, SENT_START, ENT_IOB]
ODD = ["", " ", "Yes.", "“No,” she said .", "can't won't ca n't", "naïve café №5 – 中文 🙂 e\u0301", "A  B\tC   D", "x" * 180]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    shown = [article.first.body for article in load_articles() if article.first.language == "en"]
    paragraphs = [paragraph for body in shown for paragraph in body]
    assert len(paragraphs) > 300
    return [*ODD, *paragraphs, *ODD]


@pytest.fixture(scope="module")
def plain() -> Language:
    return plain_model()


@pytest.fixture(scope="module")
def expected(plain: Language, texts: list[str]) -> list[Doc]:
    return list(plain.pipe(texts, batch_size=128))


def assert_same(found: list[Doc], expected: list[Doc]) -> None:
    for one, other in zip(found, expected, strict=True):
        assert one.text == other.text
        assert np.array_equal(one.to_array(PARSED), other.to_array(PARSED)), one.text
        assert np.allclose(one.tensor, other.tensor, atol=1e-4)


def test_both_networks_are_replaced_and_no_token_differs(texts: list[str], expected: list[Doc]) -> None:
    fast = plain_model()

    assert quicken(fast) == 2
    assert_same(list(fast.pipe(texts, batch_size=128)), expected)
    assert_same(list(fast.pipe(texts, batch_size=128)), expected)  # now all vectors are kept


def test_vectors_are_forgotten_before_they_fill_the_memory(
    texts: list[str], expected: list[Doc], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_vectors, "MAX_KEPT", 500)
    fast = plain_model()
    quicken(fast)
    kept = fast.get_pipe("tok2vec").model.attrs["kept"]  # type: ignore[attr-defined]

    found, sizes = [], set()
    for start in range(0, 120, 4):
        found += fast.pipe(texts[start : start + 4])
        sizes.add(len(kept.numbers))

    assert 100 < max(sizes) <= 500
    assert_same(found, expected[:120])


@pytest.mark.parametrize(
    "change",
    [
        {"encode": {"@architectures": "spacy.MishWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1}},
        {
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 96,
                "depth": 4,
                "window_size": 2,
                "maxout_pieces": 3,
            }
        },
        {
            "embed": {
                "@architectures": "spacy.CharacterEmbed.v2",
                "width": 96,
                "rows": 100,
                "nM": 8,
                "nC": 4,
                "include_static_vectors": False,
            }
        },
    ],
    ids=["another activation", "a wider window", "embeddings of characters"],
)
def test_a_network_of_another_shape_keeps_the_code_of_spacy(change: dict[str, object]) -> None:
    parts: dict[str, object] = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2",
            "width": 96,
            "attrs": ["NORM", "SHAPE"],
            "rows": [100, 100],
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 96,
            "depth": 4,
            "window_size": 1,
            "maxout_pieces": 3,
        },
    }
    for config, replaced in ((parts, 1), (parts | change, 0)):
        nlp = spacy.blank("en")
        nlp.add_pipe("tok2vec", config={"model": config})
        nlp.initialize()
        before = nlp("A minister spoke in Paris.").tensor

        assert quicken(nlp) == replaced
        assert np.allclose(nlp("A minister spoke in Paris.").tensor, before, atol=1e-4)
