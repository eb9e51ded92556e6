"""Write a fitted network as what the package ships: ``export.py NETWORK.pt MINILM.safetensors FOLDER``.

Makes ``encoder.onnx`` and ``spans.onnx`` (weights in 8 bits) and ``moves.json`` (the CRF's transitions). Needs torch, onnx,
onnxscript and onnxruntime.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from torch import nn

from network import Network, Shape


def load(network_file: Path, words_file: Path) -> Network:
    """The fitted network; its word vectors are MiniLM's own and are not in the file."""
    saved = torch.load(network_file, weights_only=True)
    network = Network(Shape(**saved["shape"]))
    words = load_file(words_file)["embeddings.word_embeddings.weight"]
    network.load_state_dict({**saved["state"], "encoder.words.weight": words})
    return network.float().eval()


def write(module: nn.Module, example: tuple[torch.Tensor, ...], names: tuple[list[str], list[str]], target: Path) -> None:
    """One half as ONNX with free batch size and length, weights in 8 bits."""
    axes = {name: {0: "batch", 1: "length"} for side in names for name in side}
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            *(module, example, str(plain)),
            input_names=names[0],
            output_names=names[1],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,  # the newer exporter fixes the batch size
        )
        quantize_dynamic(plain, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"])


def main(network_file: str, words_file: str, folder: str) -> None:
    network = load(Path(network_file), Path(words_file))
    out = Path(folder)
    pieces = torch.ones(2, 30, dtype=torch.long)
    marks = torch.zeros(2, 30, len(network.shape.marks), dtype=torch.long)
    mask = torch.ones(2, 30, dtype=torch.bool)
    write(network.encoder, (pieces, marks, mask), (["pieces", "marks", "mask"], ["states", "cues"]), out / "encoder.onnx")
    states = torch.zeros(2, 30, network.shape.width)
    write(network.spans, (states, pieces, mask), (["states", "distance", "mask"], ["labels"]), out / "spans.onnx")
    numbers = {"moves": network.moves.tolist(), "begins": network.begins.tolist()}
    (out / "moves.json").write_text(json.dumps(numbers) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
