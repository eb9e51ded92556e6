"""A faster forward pass of spaCy's tok2vec networks, with the same results.

Two thirds of spaCy's time is spent in tok2vec: once for the tagger and parser, once for the entity recogniser. Two things there
cost more than they must. The embedding of a token depends on its features alone (NORM, PREFIX, SHAPE …) and most tokens of
a text have been seen before, so it is computed once and kept. And thinc takes the maximum over three adjacent floats with
a scalar loop; with the rows of the weights in another order the three lie in blocks, which numpy compares many at a time.

Only networks of the known shape are replaced (``MultiHashEmbed`` without static vectors, then ``MaxoutWindowEncoder``);
any other keeps spaCy's own code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

Floats = npt.NDArray[np.float32]

MAX_KEPT = 40_000  # embeddings a network; 384 bytes each
BLOCK = 384  # rows of one step of the encoder; what a step writes stays in the processor's cache

HASHES = r"ints-getitem>>hashembed"
EMBED = re.compile(
    rf"extract_features>>list2ragged>>with_array\({HASHES}(\|{HASHES})+\)"
    r">>with_array\(maxout>>layernorm>>dropout\)>>ragged2list"
)
LAYER = r"residual\(expand_window>>maxout>>layernorm>>dropout\)"
ENCODE = re.compile(rf"with_array\({LAYER}(>>{LAYER})+\)")


def quicken(nlp: Language) -> int:
    """Replace the tok2vec networks of a pipeline, for reading only; returns how many were of the known shape."""
    replaced = 0
    pipes: list[Any] = [pipe for _, pipe in nlp.pipeline]
    for pipe in pipes:
        for node in list(pipe.model.walk()) if isinstance(getattr(pipe, "model", None), Model) else ():
            fast = _network(node)
            if fast is None:
                continue
            if node is pipe.model:
                pipe.model = fast
            else:
                pipe.model.replace_node(node, fast)
            replaced += 1
    return replaced


def _network(node: Model[Any, Any]) -> Model[Any, Any] | None:
    """The same network with the faster forward pass; None when its shape is another."""
    if not (node.has_ref("embed") and node.has_ref("encode")):
        return None
    embed, encode = node.get_ref("embed"), node.get_ref("encode")
    parts = [layer.name for layer in embed.layers]
    if not EMBED.fullmatch(">>".join(parts)) or not ENCODE.fullmatch(encode.name):
        return None
    layers = encode.layers[0].layers
    if any(node.attrs["window_size"] != 1 for node in encode.walk() if node.name == "expand_window"):
        return None
    vectors = _TokenVectors(_Embeddings(embed), [_EncoderLayer.of(layer) for layer in layers], encode.attrs["pad"])
    return Model("kept_token_vectors", vectors.forward, dims={"nO": node.get_dim("nO")}, attrs={"kept": vectors.embeddings})


class _Embeddings:
    """Embeddings of tokens by their features, computed when a token is first seen."""

    def __init__(self, embed: Model[Any, Any]) -> None:
        self.columns: list[int | str] = embed.layers[0].attrs["columns"]
        self.layers = embed.layers[1:]
        self.width: int = embed.layers[3].get_dim("nO")
        self._forget()

    def _forget(self) -> None:
        self.numbers: dict[bytes, int] = {}
        self.vectors: Floats = np.empty((1024, self.width), np.float32)

    def of(self, features: npt.NDArray[np.uint64]) -> Floats:
        """Vectors of a table of features, one row a token."""
        keys: list[bytes] = np.ascontiguousarray(features).view(f"V{features.shape[1] * 8}").ravel().tolist()
        fresh = {key: row for row, key in enumerate(keys) if key not in self.numbers}
        if fresh:
            if len(self.numbers) + len(fresh) > MAX_KEPT:
                self._forget()
                fresh = {key: row for row, key in enumerate(keys)}
            self._learn(fresh, features[list(fresh.values())])
        return self.vectors[[self.numbers[key] for key in keys]]

    def _learn(self, fresh: dict[bytes, int], features: npt.NDArray[np.uint64]) -> None:
        known: Any = [features]
        for layer in self.layers:
            known = layer.predict(known)
        size = len(self.numbers)
        if size + len(fresh) > len(self.vectors):
            grown = np.empty((max(2 * len(self.vectors), size + len(fresh)), self.width), np.float32)
            grown[:size] = self.vectors[:size]
            self.vectors = grown
        self.vectors[size : size + len(fresh)] = known[0]
        self.numbers.update(zip(fresh, range(size, size + len(fresh)), strict=True))


@dataclass(frozen=True)
class _EncoderLayer:
    """A window of three tokens, maxout, layer normalisation; the result is added to what came in."""

    weights: Floats  # inputs × (pieces × width)
    bias: Floats  # pieces × width
    scale: Floats  # of the normalisation, width
    shift: Floats

    @classmethod
    def of(cls, layer: Model[Any, Any]) -> _EncoderLayer:
        """The parameters of a layer of ``MaxoutWindowEncoder``, those of each maxout piece side by side."""
        nodes: dict[str, Any] = {node.name: node for node in layer.walk()}
        weights, bias = nodes["maxout"].get_param("W"), nodes["maxout"].get_param("b")
        width, pieces, inputs = weights.shape
        return cls(
            np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, inputs).T),
            np.ascontiguousarray(bias.T).ravel(),
            nodes["layernorm"].get_param("G"),
            nodes["layernorm"].get_param("b"),
        )

    def apply(self, tokens: Floats) -> Floats:
        """The next layer's input. ``tokens``: one row a token, paragraphs kept apart by rows of padding."""
        size, width = tokens.shape
        edged = np.zeros((size + 2, width), np.float32)
        edged[1:-1] = tokens
        windows = np.lib.stride_tricks.as_strided(edged, (size, 3 * width), edged.strides)  # its rows overlap
        out = np.empty_like(tokens)
        for start in range(0, size, BLOCK):
            rows = slice(start, start + BLOCK)
            pieces = np.ascontiguousarray(windows[rows]) @ self.weights
            pieces += self.bias
            best = pieces[:, :width]
            for begin in range(width, pieces.shape[1], width):
                best = np.maximum(best, pieces[:, begin : begin + width])
            np.add(tokens[rows], self._normalised(best), out=out[rows])
        return out

    def _normalised(self, rows: Floats) -> Floats:
        rows = rows - rows.mean(axis=1, keepdims=True)
        variance = (rows * rows).mean(axis=1, keepdims=True) + 1e-08  # as var() computes it, which would centre once more
        rows *= variance ** (-1.0 / 2.0)
        rows *= self.scale
        rows += self.shift
        return rows


@dataclass(frozen=True)
class _TokenVectors:
    """The whole network as the forward function of a thinc model."""

    embeddings: _Embeddings
    layers: list[_EncoderLayer]
    pad: int  # rows of zeros before, between and after paragraphs: as far as the layers look

    def forward(self, _: object, docs: list[Doc], is_train: bool) -> tuple[list[Floats], Any]:
        """Vectors of the tokens of each document."""
        if is_train:
            raise NotImplementedError("kept token vectors are for reading only")
        features = [doc.to_array(self.embeddings.columns) for doc in docs if len(doc)]
        if not features:
            return [np.zeros((0, self.embeddings.width), np.float32) for _ in docs], None
        lengths = np.array([len(doc) for doc in docs])
        place = np.arange(lengths.sum()) + np.repeat(np.cumsum(lengths > 0) * self.pad, lengths)
        rows = np.zeros((place[-1] + 1 + self.pad, self.embeddings.width), np.float32)
        rows[place] = self.embeddings.of(np.concatenate(features))
        for layer in self.layers:
            rows = layer.apply(rows)
        return np.split(rows[place], np.cumsum(lengths)[:-1]), None
