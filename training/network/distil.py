"""Teaches the student: sentence vectors of the teachers, answers of the judge and the labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from corpus import SENTIMENTS, TOPICS, Labelled
from judge import OUTPUTS
from judge import targets as label_targets
from student import SENTENCE, Lexicon, Student

BATCH = 256
#: Chance that a known word counts as unknown, so that letter groups learn; and that one is lost.
FORGET, LOSE = 0.08, 0.08
#: How often a labelled message is met for each other text, and how far its label outweighs the judge.
OWN_WEIGHT, LABEL_SHARE = 4.0, 0.7


def targets(embedded: list[np.ndarray], basis: int) -> np.ndarray:
    """Unit vectors: the teachers' side by side, centred, equally strong, on their main directions.

    The directions are those of the first `basis` rows, the texts of the field.
    """
    parts = []
    for vectors in embedded:
        centred = vectors - vectors[:basis].mean(0)
        parts.append(centred / np.sqrt((centred[:basis] ** 2).sum(1).mean()))
    joined = np.concatenate(parts, 1)
    _, directions = np.linalg.eigh(joined[:basis].T @ joined[:basis])
    found = joined @ directions[:, ::-1][:, :SENTENCE]
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@dataclass
class Lessons:
    """Texts with what is known of each: a sentence vector, answers, and how often it is met."""

    texts: list[str]
    vectors: torch.Tensor
    has_vector: torch.Tensor
    answers: torch.Tensor
    has_answer: torch.Tensor
    weights: np.ndarray

    @staticmethod
    def of(
        labelled: list[Labelled], opinions: dict[str, np.ndarray], vectors: dict[str, np.ndarray]
    ) -> Lessons:
        labels, known = label_targets(labelled)
        row_of = {row.text: at for at, row in enumerate(labelled)}
        texts = list(dict.fromkeys([*row_of, *opinions, *vectors]))
        lessons = Lessons(
            texts,
            torch.zeros(len(texts), SENTENCE),
            torch.zeros(len(texts)),
            torch.zeros(len(texts), OUTPUTS),
            torch.zeros(len(texts), OUTPUTS),
            np.ones(len(texts)),
        )
        for at, text in enumerate(texts):
            if text in vectors:
                lessons.vectors[at] = torch.tensor(vectors[text])
                lessons.has_vector[at] = 1
            if text in opinions:
                lessons.answers[at] = torch.tensor(chances(opinions[text]))
                lessons.has_answer[at] = 1
            if text in row_of:
                label, mask = labels[row_of[text]], torch.tensor(known[row_of[text]])
                share = LABEL_SHARE if text in opinions else 1.0
                mixed = share * torch.tensor(label) + (1 - share) * lessons.answers[at]
                lessons.answers[at] = torch.where(mask > 0, mixed, lessons.answers[at])
                lessons.has_answer[at] = torch.maximum(lessons.has_answer[at], mask)
                whole = labelled[row_of[text]].topics is not None
                lessons.weights[at] = OWN_WEIGHT if whole else 1.0
            elif text not in opinions:
                lessons.weights[at] = 0.6
        return lessons


def chances(logits: np.ndarray) -> np.ndarray:
    """Logits as probabilities: each yes-or-no question by itself, the sentiments together."""
    yes_no = 1 / (1 + np.exp(-logits[:8]))
    moods = np.exp(logits[8:] - logits[8:].max())
    return np.concatenate([yes_no, moods / moods.sum()]).astype(np.float32)


def teach(lexicon: Lexicon, lessons: Lessons, steps: int, seed: int) -> Student:
    """Trains the student by AdamW with one cycle of the rate."""
    torch.manual_seed(seed)
    student = Student(lexicon)
    read = [lexicon.read(text) for text in lessons.texts]
    optimizer = torch.optim.AdamW(student.parameters(), lr=3e-3, weight_decay=1e-3)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    chance, queue = np.random.RandomState(seed), []
    lengths = np.array([len(text) for text in read])
    student.train()
    for step in range(1, steps + 1):
        if not queue:
            pool = chance.choice(len(read), BATCH * 40, p=lessons.weights / lessons.weights.sum())
            pool = pool[np.argsort(lengths[pool], kind="stable")]
            queue = [pool[at : at + BATCH] for at in range(0, len(pool), BATCH)]
            chance.shuffle(queue)
        rows = queue.pop()
        loss = _loss(student([read[row] for row in rows], FORGET, LOSE), lessons, torch.tensor(rows))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        plan.step()
        if step % 1000 == 0:
            print(f"  student step {step}/{steps} {loss.item():.3f}", flush=True)
    return student.eval()


def _loss(found, lessons: Lessons, rows: torch.Tensor) -> torch.Tensor:
    vectors, answers = found
    wanted, has = lessons.vectors[rows], lessons.has_vector[rows] > 0
    apart = (1 - (vectors * wanted).sum(1))[has].sum() / has.sum().clamp(min=1)
    mine, theirs = vectors[has], wanted[has]
    shape = ((mine @ mine.T - theirs @ theirs.T) ** 2).mean() if has.sum() > 1 else 0
    target, mask = lessons.answers[rows], lessons.has_answer[rows]
    yes_no = nn.functional.binary_cross_entropy_with_logits(
        answers[:, :8], target[:, :8], reduction="none"
    )
    moods = -(target[:, 8:] * answers[:, 8:].log_softmax(1)).sum(1)
    wrong = ((yes_no * mask[:, :8]).sum(1) + moods * mask[:, 8]).sum() / len(rows)
    return apart + 3 * shape + wrong


@torch.no_grad()
def figures(student: Student, rows: list[Labelled]) -> dict[str, float]:
    """F1 of the request, of the topics (macro) and of frustrated-or-angry, each at one half."""
    read = [student.lexicon.read(row.text) for row in rows]
    logits = np.concatenate(
        [student(read[at : at + BATCH])[1].numpy() for at in range(0, len(read), BATCH)]
    )
    found = np.array([chances(row) for row in logits])
    moods = found[:, 8 + SENTIMENTS.index("frustrated")] + found[:, 8 + SENTIMENTS.index("angry")]
    topics = [
        _f1(found[:, 1 + at] > 0.5, np.array([topic in row.topics for row in rows]))
        for at, topic in enumerate(TOPICS)
    ]
    return {
        "request": _f1(found[:, 0] > 0.5, np.array([row.request for row in rows])),
        "topics": round(float(np.mean(topics)), 3),
        "negative": _f1(moods > 0.5, np.array([row.sentiment in ("frustrated", "angry") for row in rows])),
    }


def _f1(found: np.ndarray, wanted: np.ndarray) -> float:
    return round(float(2 * (found & wanted).sum() / max(1, found.sum() + wanted.sum())), 3)
