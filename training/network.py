"""The network: MiniLM's lower layers read a window once, its upper ones read on from every cue.

Two heads. ``cues`` labels every token O, B or I. ``spans`` reads the neighbourhood of one cue again, with the cue marked, and
labels every token as outside, content or source; a linear-chain CRF over these labels keeps spans whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Shape:
    """What the network is made of."""

    marks: tuple[int, ...]  # values of each of a token's marks
    shared: int = 4  # layers read once a window
    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    words: int = 30522
    positions: int = 512
    dropout: float = 0.1
    near: int = 64  # distances from the cue told apart, on either side


class Layer(nn.Module):
    """One transformer layer, as BERT has it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads, self.rate = shape.heads, shape.dropout
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up = nn.Linear(width, shape.inner)
        self.down = nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """``x`` (B, T, width); ``blocked`` (B, 1, 1, T), 0 where a piece may be read and a large negative number elsewhere."""
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        weights = q @ k.transpose(-1, -2) / (width // self.heads) ** 0.5 + blocked
        mixed = self.dropout(weights.softmax(-1)) @ v
        x = self.norm1(x + self.dropout(self.out(mixed.transpose(1, 2).reshape(batch, length, width))))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


def blocked(mask: Tensor) -> Tensor:
    """A mask of pieces (B, T) as what attention adds."""
    return (1.0 - mask.float())[:, None, None, :] * -1e4


class Encoder(nn.Module):
    """Pieces and marks to hidden states after the shared layers, and the cue labels after all of them."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.words, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.marks = nn.ModuleList(nn.Embedding(n, shape.width) for n in shape.marks)
        for table in self.marks:
            nn.init.zeros_(table.weight)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)
        self.lower = nn.ModuleList(Layer(shape) for _ in range(shape.shared))
        self.upper = nn.ModuleList(Layer(shape) for _ in range(shape.layers - shape.shared))
        self.cues = nn.Linear(shape.width, 3)

    def forward(self, pieces: Tensor, marks: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """(B, T) pieces, (B, T, 5) marks, (B, T) mask → (B, T, width) hidden states, (B, T, 3) cue logits."""
        x = self.words(pieces) + self.positions.weight[: pieces.shape[1]]
        for number, table in enumerate(self.marks):
            x = x + table(marks[:, :, number])
        x = self.dropout(self.norm(x))
        wall = blocked(mask)
        for layer in self.lower:
            x = layer(x, wall)
        y = x
        for layer in self.upper:
            y = layer(y, wall)
        return x, self.cues(y)


class Spans(nn.Module):
    """Hidden states around one cue to the labels of its content and source."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.near = shape.near
        self.distance = nn.Embedding(2 * shape.near + 1, shape.width)  # the middle one: of the cue itself
        nn.init.normal_(self.distance.weight, std=0.02)
        self.upper = nn.ModuleList(Layer(shape) for _ in range(shape.layers - shape.shared))
        self.norm = nn.LayerNorm(shape.width)
        self.dropout = nn.Dropout(shape.dropout)
        self.labels = nn.Linear(shape.width, 3)

    def forward(self, states: Tensor, distance: Tensor, mask: Tensor) -> Tensor:
        """(N, S, width) states, (N, S) distance from the cue in tokens (0: of the cue), (N, S) mask → (N, S, 3) logits."""
        x = self.norm(states + self.distance(distance.clamp(-self.near, self.near) + self.near))
        wall = blocked(mask)
        for layer in self.upper:
            x = layer(x, wall)
        return self.labels(self.dropout(x))


class Network(nn.Module):
    """Both halves and the CRF's transitions."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder, self.spans = Encoder(shape), Spans(shape)
        self.moves = nn.Parameter(torch.zeros(3, 3))
        self.begins = nn.Parameter(torch.zeros(3))


def begin_with(network: Network, weights: dict[str, Tensor]) -> None:
    """Load MiniLM's weights (names as in BERT) into both halves."""
    state: dict[str, Tensor] = {}

    def layer(source: int, target: str) -> None:
        old = f"encoder.layer.{source}."
        for kind in ("weight", "bias"):
            state[f"{target}.qkv.{kind}"] = torch.cat(
                [weights[f"{old}attention.self.{name}.{kind}"].float() for name in ("query", "key", "value")]
            )
            for name, path in (
                ("out", "attention.output.dense"),
                ("norm1", "attention.output.LayerNorm"),
                ("up", "intermediate.dense"),
                ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):
                state[f"{target}.{name}.{kind}"] = weights[f"{old}{path}.{kind}"].float()

    shared = network.shape.shared
    for number in range(network.shape.layers):
        if number < shared:
            layer(number, f"encoder.lower.{number}")
        else:
            layer(number, f"encoder.upper.{number - shared}")
            layer(number, f"spans.upper.{number - shared}")
    state["encoder.words.weight"] = weights["embeddings.word_embeddings.weight"].float()
    state["encoder.positions.weight"] = (
        weights["embeddings.position_embeddings.weight"].float() + weights["embeddings.token_type_embeddings.weight"][0].float()
    )
    for kind in ("weight", "bias"):
        state[f"encoder.norm.{kind}"] = weights[f"embeddings.LayerNorm.{kind}"].float()
    _, unexpected = network.load_state_dict(state, strict=False)
    if unexpected:
        raise ValueError(f"weights do not fit: {unexpected[:3]}")
