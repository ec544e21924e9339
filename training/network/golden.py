"""Examples by which the tests see that the network reads in TypeScript as it was trained."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from student import Student
from words import words

TEXTS = [
    "",
    "my bill is wrong",
    "NO  internet!!! since 6am… I’m sooooo done 🤡🤡",
    "GET ME A PERSON!!! now",
    "£4.99 - “premium” charge?? résumé",
    "wlan geht nicht qwrtzuiopü",
    "مرحبا كيف يمكنني الدفع",
    "it's down, again, and again, and again " * 12,
]


@torch.no_grad()
def write(student: Student, file: Path) -> None:
    """Words, the first numbers of the sentence vector and the answers of some texts, as JSON."""
    sentences, answers = student([student.lexicon.read(text) for text in TEXTS])
    rows = [
        {
            "text": text,
            "words": [[word, shouted] for word, shouted in words(text)],
            "sentence": [round(value, 3) for value in sentence[:16].tolist()],
            "answers": [round(value, 2) for value in answer.tolist()],
        }
        for text, sentence, answer in zip(TEXTS, sentences, answers)
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text(f"[\n{lines}\n]\n", "utf-8")
