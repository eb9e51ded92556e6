"""Fit the network: ``train.py DATA.npz MINILM.safetensors OUT.pt [--shared 3 --epochs 10 --rate 2e-4 --seed 1 --all]``.

Needs torch and nothing of Acta. Without ``--all`` the held-back tenth is left out and scored on the way.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from torch import Tensor

from network import Network, Shape, begin_with

WINDOWS_A_BATCH = 16
MARKS = (7, 4, 3, 51, 46)  # as in encode.py


class Data:
    """The arrays on the device, and batches of them."""

    def __init__(self, path: Path, device: str) -> None:
        arrays = np.load(path)
        self.device = device
        self.held = arrays["held"]
        self.cues_of: list[list[int]] = [[] for _ in self.held]
        for number, window in enumerate(arrays["cue_window"]):
            self.cues_of[window].append(number)
        keep = ("pieces", "marks", "tags", "cue_slice", "cue_distance", "cue_at", "cue_labels")
        self.columns: dict[str, Tensor] = {n: torch.from_numpy(arrays[n].astype(np.int64)).to(device) for n in keep}

    def batches(self, chosen: list[int], size: int, shuffle: np.random.Generator | None) -> Iterator[list[int]]:
        order = list(shuffle.permutation(chosen)) if shuffle is not None else chosen
        for begin in range(0, len(order), size):
            yield [int(w) for w in order[begin : begin + size]]

    def windows(self, numbers: list[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Pieces, marks, mask and cue labels, cut to the longest."""
        rows = torch.tensor(numbers, device=self.device)
        pieces = self.columns["pieces"][rows]
        mask = pieces >= 0
        longest = int(mask.sum(1).max())
        return (
            pieces.clamp(min=0)[:, :longest],
            self.columns["marks"][rows][:, :longest],
            mask[:, :longest],
            self.columns["tags"][rows][:, :longest],
        )


def neighbourhoods(states: Tensor, row: Tensor, begin: Tensor, end: Tensor) -> tuple[Tensor, Tensor]:
    """States begin..end of the windows ``row``, padded; and their mask."""
    size = int((end - begin).max())
    steps = torch.arange(size, device=states.device)
    mask = steps[None] < (end - begin)[:, None]
    at = (begin[:, None] + steps[None]).clamp(max=states.shape[1] - 1)
    return states[row[:, None], at], mask


def crf_loss(network: Network, scores: Tensor, labels: Tensor) -> Tensor:
    """Negative log-likelihood of the labels (−1: padding, at the end only), summed."""
    mask = labels >= 0
    gold = labels.clamp(min=0)
    scores = scores.float()
    own = (scores.gather(2, gold[:, :, None])[:, :, 0] * mask).sum()
    own = own + network.begins[gold[:, 0]].sum() + (network.moves[gold[:, :-1], gold[:, 1:]] * mask[:, 1:]).sum()
    # All paths at once: each step is a 3 × 3 matrix, and neighbours are multiplied pair by pair (the kernel launches of a loop
    # over tokens would take longer than the network).
    still = torch.full((3, 3), -1e4, device=scores.device).fill_diagonal_(0.0)
    steps = torch.where(mask[:, 1:, None, None], network.moves + scores[:, 1:, None, :], still)
    while steps.shape[1] > 1:
        if steps.shape[1] % 2:
            steps = torch.cat([steps, still.expand(len(steps), 1, 3, 3)], 1)
        steps = torch.logsumexp(steps[:, 0::2, :, :, None] + steps[:, 1::2, None, :, :], 3)
    begin = network.begins + scores[:, 0]
    ends = torch.logsumexp(begin[:, :, None] + steps[:, 0], 1) if steps.shape[1] else begin
    return torch.logsumexp(ends, 1).sum() - own


def viterbi(scores: np.ndarray[Any, Any], moves: np.ndarray[Any, Any], begins: np.ndarray[Any, Any]) -> list[int]:
    best, back = begins + scores[0], []
    for row in scores[1:]:
        reached = best[:, None] + moves
        back.append(reached.argmax(0))
        best = reached.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def step_loss(network: Network, data: Data, numbers: list[int]) -> tuple[Tensor, Tensor]:
    """Cue loss and span loss of a batch of windows, each per cue."""
    pieces, marks, mask, tags = data.windows(numbers)
    states, cue_logits = network.encoder(pieces, marks, mask)
    cues = [(place, cue) for place, window in enumerate(numbers) for cue in data.cues_of[window]]
    cue_loss = F.cross_entropy(cue_logits.float().flatten(0, 1), tags.flatten(), ignore_index=-1, reduction="sum")
    if not cues:
        return cue_loss, cue_loss * 0
    row = torch.tensor([place for place, _ in cues], device=data.device)
    cue = torch.tensor([number for _, number in cues], device=data.device)
    scores, labels = span_scores(network, data, states, row, cue)
    return cue_loss / len(cues), crf_loss(network, scores, labels) / len(cues)


def span_scores(network: Network, data: Data, states: Tensor, row: Tensor, cue: Tensor) -> tuple[Tensor, Tensor]:
    """Label scores of the tokens around gold cues, and their gold labels."""
    columns = data.columns
    slices = columns["cue_slice"][cue]
    near, mask = neighbourhoods(states, row, slices[:, 0], slices[:, 1])
    logits = network.spans(near, columns["cue_distance"][cue][:, : near.shape[1]], mask)
    labels = columns["cue_labels"][cue]
    longest = int((labels >= 0).sum(1).max())
    labels, at = labels[:, :longest], columns["cue_at"][cue][:, :longest]
    return logits.gather(1, at.clamp(max=logits.shape[1] - 1)[:, :, None].expand(-1, -1, 3)), labels


@torch.no_grad()
def score(network: Network, data: Data, chosen: list[int]) -> dict[str, float]:
    """F of cue tokens' first words; share of gold cues whose content and source come out exactly right."""
    network.eval()
    moves, begins = network.moves.float().cpu().numpy(), network.begins.float().cpu().numpy()
    right = said = gold = exact_content = exact_source = cues_seen = 0
    for numbers in data.batches(chosen, 32, None):
        pieces, marks, mask, tags = data.windows(numbers)
        with torch.autocast(data.device, torch.bfloat16, enabled=data.device == "cuda"):
            states, logits = network.encoder(pieces, marks, mask)
        found = logits.float().softmax(-1)[:, :, 1] > 0.5
        right += int((found & (tags == 1)).sum())
        said += int((found & (tags >= 0)).sum())
        gold += int((tags == 1).sum())
        cues = [(place, cue) for place, window in enumerate(numbers) for cue in data.cues_of[window]]
        if not cues:
            continue
        row = torch.tensor([place for place, _ in cues], device=data.device)
        cue = torch.tensor([number for _, number in cues], device=data.device)
        with torch.autocast(data.device, torch.bfloat16, enabled=data.device == "cuda"):
            scores, labels = span_scores(network, data, states, row, cue)
        for emission, label in zip(scores.float().cpu().numpy(), labels.cpu().numpy(), strict=True):
            size = int((label >= 0).sum())
            path = viterbi(emission[:size], moves, begins)
            hull = [[i for i, x in enumerate(p) if x == kind] for kind in (1, 2) for p in (path, list(label[:size]))]
            ends = [(h[0], h[-1]) if h else None for h in hull]
            exact_content += ends[0] == ends[1]
            exact_source += ends[2] == ends[3]
            cues_seen += 1
    network.train()
    precision, recall = right / max(1, said), right / max(1, gold)
    return {
        "cue P": precision,
        "cue R": recall,
        "cue F": 2 * precision * recall / max(1e-9, precision + recall),
        "content": exact_content / max(1, cues_seen),
        "source": exact_source / max(1, cues_seen),
    }


def fit(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    data = Data(args.data, device)
    shape = Shape(MARKS, shared=args.shared, dropout=args.dropout)
    network = Network(shape)
    begin_with(network, load_file(args.weights))
    network.encoder.words.weight.requires_grad_(False)  # 20,000 statements say nothing of the words they do not have
    network.to(device).train()
    if args.no_marks:
        data.columns["marks"][:, :, 3:] = 0
    held = [w for w, h in enumerate(data.held) if h]
    chosen = [w for w, h in enumerate(data.held) if args.all or not h]
    if args.limit:
        chosen, held = chosen[: args.limit], held[: args.limit]
    fresh = ("marks", "cues", "distance", "spans.norm", "labels", "moves", "begins")
    learned = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in learned if not any(f in n for f in fresh)], "lr": args.rate},
        {"params": [p for n, p in learned if any(f in n for f in fresh)], "lr": args.rate * 5},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    steps = args.epochs * -(-len(chosen) // WINDOWS_A_BATCH)
    warm = max(1, steps // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / max(1, steps - warm)))
    )
    shuffle = np.random.default_rng(args.seed)
    average = {n: p.detach().clone() for n, p in learned}
    begun, step = time.monotonic(), 0
    for epoch in range(args.epochs):
        total = torch.zeros(2, device=device)
        for numbers in data.batches(chosen, WINDOWS_A_BATCH, shuffle):
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                cue_loss, span_loss = step_loss(network, data, numbers)
            optimiser.zero_grad(set_to_none=True)
            (3 * cue_loss + span_loss).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            step += 1
            total += torch.stack([cue_loss, span_loss]).detach()
            decay = min(args.average, step / (step + 10))
            with torch.no_grad():
                for name, parameter in learned:
                    average[name].lerp_(parameter, 1 - decay)
        cue_loss, span_loss = (total * WINDOWS_A_BATCH / max(1, len(chosen))).tolist()
        seconds = time.monotonic() - begun
        line = f"epoch {epoch + 1}, {seconds:.0f} s, loss of cues {cue_loss:.3f}, of spans {span_loss:.3f}"
        if not args.all and (epoch + 1) % args.every == 0:
            line += " " + json.dumps({k: round(v, 4) for k, v in score(network, data, held).items()})
        print(line, flush=True)
    network.load_state_dict(average, strict=False)
    if not args.all:
        result = score(network, data, held)
        print("averaged", json.dumps({k: round(v, 4) for k, v in result.items()}), flush=True)
    kept = {k: v.half().cpu() for k, v in network.state_dict().items() if k != "encoder.words.weight"}
    torch.save({"shape": shape.__dict__, "state": kept}, args.out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    for name in ("data", "weights", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--shared", type=int, default=3)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--every", type=int, default=3)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--average", type=float, default=0.998)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--no-marks", action="store_true")
    fit(parser.parse_args())


if __name__ == "__main__":
    main()
