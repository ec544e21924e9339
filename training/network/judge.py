"""The judge: a sentence encoder fine-tuned on all labels, whose opinions the student then learns."""

from __future__ import annotations

import math
import random

import numpy as np
import torch
from torch import nn

from corpus import SENTIMENTS, TOPICS, Labelled
from teachers import Teacher

#: Yes-or-no questions, in the order of the outputs; the sentiments follow.
YES_NO = ["request", *TOPICS, "in_scope"]
OUTPUTS = len(YES_NO) + len(SENTIMENTS)


def targets(rows: list[Labelled]) -> tuple[np.ndarray, np.ndarray]:
    """Labels as numbers and a mask of those that are known; the sentiment is one-hot."""
    values = np.zeros((len(rows), OUTPUTS), dtype=np.float32)
    known = np.zeros((len(rows), OUTPUTS), dtype=np.float32)
    for at, row in enumerate(rows):
        if row.request is not None:
            values[at, 0], known[at, 0] = row.request, 1
        if row.topics is not None:
            values[at, 1:7] = [topic in row.topics for topic in TOPICS]
            known[at, 1:7] = 1
        if row.in_scope is not None:
            values[at, 7], known[at, 7] = row.in_scope, 1
        if row.sentiment is not None:
            values[at, 8 + SENTIMENTS.index(row.sentiment)] = 1
            known[at, 8:] = 1
    return values, known


def loss_of(logits: torch.Tensor, values: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """Mean over rows: log loss of the yes-or-no questions plus cross-entropy of the sentiment."""
    yes_no = nn.functional.binary_cross_entropy_with_logits(
        logits[:, :8], values[:, :8], reduction="none"
    )
    sentiment = -(values[:, 8:] * logits[:, 8:].log_softmax(1)).sum(1)
    return ((yes_no * known[:, :8]).sum(1) + sentiment * known[:, 8]).mean()


class Judge(nn.Module):
    """A teacher with one linear layer of answers on top."""

    def __init__(self, teacher: Teacher):
        super().__init__()
        self.teacher = teacher
        self.encoder = teacher.model
        self.answers = nn.Linear(teacher.model.config.hidden_size, OUTPUTS)
        self.drop = nn.Dropout(0.1)

    def forward(self, texts: list[str]) -> torch.Tensor:
        return self.answers(self.drop(self.teacher.pool(*self.teacher.batch(texts))))

    @torch.no_grad()
    def opinions(self, texts: list[str], batch_size: int = 64) -> np.ndarray:
        """Logits of every question for every text."""
        self.eval()
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found = np.zeros((len(texts), OUTPUTS), dtype=np.float32)
        for start in range(0, len(order), batch_size):
            rows = order[start : start + batch_size]
            found[rows] = self([texts[row] for row in rows]).numpy()
        return found


def fine_tune(teacher: Teacher, rows: list[Labelled], epochs: int, rate: float, seed: int) -> Judge:
    """Fine-tunes all weights; the rate rises for a tenth of the steps and then falls to zero."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    judge = Judge(teacher)
    values, known = (torch.tensor(part) for part in targets(rows))
    slow = [p for name, p in judge.named_parameters() if name.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": rate}, {"params": judge.answers.parameters(), "lr": 20 * rate}],
        weight_decay=0.01,
    )
    size = 32
    steps = epochs * math.ceil(len(rows) / size)
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / (0.1 * steps), (steps - step) / (0.9 * steps))
    )
    step = 0
    for epoch in range(epochs):
        judge.train()
        for batch in batches([len(row.text) for row in rows], size, chance):
            loss = loss_of(judge([rows[at].text for at in batch]), values[batch], known[batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            optimizer.step()
            plan.step()
            step += 1
            if step % 100 == 0:
                print(f"  judge {teacher.name} epoch {epoch} step {step}/{steps} {loss.item():.3f}", flush=True)
    return judge


def batches(lengths: list[int], size: int, chance: random.Random) -> list[list[int]]:
    """All rows once, in batches of similar length and random order."""
    order = list(range(len(lengths)))
    chance.shuffle(order)
    found = []
    pool = size * 40
    for start in range(0, len(order), pool):
        part = sorted(order[start : start + pool], key=lambda at: lengths[at])
        found += [part[at : at + size] for at in range(0, len(part), size)]
    chance.shuffle(found)
    return found
