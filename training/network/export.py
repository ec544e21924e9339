"""Writes the student as the file that lambdas/language/tensors.ts reads."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np

from judge import YES_NO
from corpus import SENTIMENTS
from student import Student
from words import fnv


def export(student: Student, card: dict[str, object], file: Path) -> int:
    """Writes `SWBM`, the header's length, the header and the tables; returns the bytes written.

    Tables are int8 with one scale per row, but for biases. Words are known by their hash alone:
    of two with the same one the more frequent stays.
    """
    state = {name: value.detach().numpy() for name, value in student.state_dict().items()}
    keys: dict[int, int] = {}
    for word, at in student.lexicon.vocabulary.items():
        keys.setdefault(fnv(word), at)
    order = sorted(keys)
    tables: list[tuple[str, np.ndarray]] = [
        ("word_keys", np.array([order], dtype=np.uint32)),
        ("word", state["word.weight"][[keys[key] for key in order]]),
        ("group", state["group.weight"]),
        ("shout", state["shout"][None]),
    ]
    for name in ("first", "second"):
        # Neighbour by neighbour, as the words lie in memory.
        weights = state[f"{name}.weight"].transpose(0, 2, 1)
        tables.append((name, weights.reshape(len(weights), -1)))
        tables.append((f"{name}_bias", state[f"{name}.bias"][None]))
    for name in ("sentence", "hidden", "answers"):
        tables.append((name, state[f"{name}.weight"]))
        tables.append((f"{name}_bias", state[f"{name}.bias"][None]))

    entries: dict[str, dict[str, object]] = {}
    body = b""
    for name, table in tables:
        rows, columns = table.shape
        offset = len(body)
        if table.dtype == np.uint32:
            kind, data = "uint32", table.astype("<u4").tobytes()
        elif name.endswith("_bias") or name == "shout":
            kind, data = "float32", table.astype("<f4").tobytes()
        else:
            scales = np.maximum(np.abs(table).max(1), 1e-8) / 127
            values = np.rint(table / scales[:, None]).astype(np.int8)
            kind, data = "int8", values.tobytes()
            data += b"\0" * (-len(data) % 4) + scales.astype("<f4").tobytes()
        entries[name] = {"type": kind, "rows": rows, "columns": columns, "offset": offset}
        body += data + b"\0" * (-len(data) % 4)
    header = json.dumps(
        {"outputs": [*YES_NO, *SENTIMENTS], "card": card, "tables": entries},
        separators=(",", ":"),
        sort_keys=True,
    ).encode()
    header += b" " * (-len(header) % 4)
    content = b"SWBM" + struct.pack("<I", len(header)) + header + body
    file.write_bytes(content)
    return len(content)
