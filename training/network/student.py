"""The network that ships: word vectors, two convolutions, a sentence vector and the answers."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from judge import OUTPUTS
from words import fnv, groups, words

WIDTH = 64
GROUP_BUCKETS = 1 << 13
SENTENCE = 128


class Lexicon:
    """Word types met so far: number in the vocabulary (-1 if none) and buckets of letter groups."""

    def __init__(self, vocabulary: list[str]):
        self.vocabulary = {word: at for at, word in enumerate(vocabulary)}
        self.types: dict[str, int] = {}
        self.known: list[int] = []
        self.buckets: list[list[int]] = []

    def type_of(self, word: str) -> int:
        found = self.types.get(word)
        if found is None:
            found = self.types[word] = len(self.known)
            self.known.append(self.vocabulary.get(word, -1))
            self.buckets.append([fnv(group) % GROUP_BUCKETS for group in groups(word)])
        return found

    def read(self, text: str) -> np.ndarray:
        """Rows of (type, shouted); one row of type 0 for a text without words."""
        rows = [(self.type_of(word), shouted) for word, shouted in words(text)]
        return np.array(rows or [(self.type_of("."), False)], dtype=np.int64)


class Student(nn.Module):
    def __init__(self, lexicon: Lexicon, width: int = WIDTH):
        super().__init__()
        self.lexicon = lexicon
        self.width = width
        self.word = nn.Embedding(len(lexicon.vocabulary), width)
        self.group = nn.EmbeddingBag(GROUP_BUCKETS, width, mode="mean")
        self.shout = nn.Parameter(torch.zeros(width))
        self.first = nn.Conv1d(width, width, 3, padding=1)
        self.second = nn.Conv1d(width, width, 3, padding=1)
        self.sentence = nn.Linear(3 * width, SENTENCE)
        self.hidden = nn.Linear(3 * width, 64)
        self.answers = nn.Linear(64, OUTPUTS)
        nn.init.normal_(self.word.weight, std=0.1)
        nn.init.normal_(self.group.weight, std=0.1)
        self.drop = nn.Dropout(0.2)

    def vectors(self, types: torch.Tensor, forget: float) -> torch.Tensor:
        """One vector per word type; with chance `forget` a known word counts as unknown."""
        known = torch.tensor([self.lexicon.known[at] for at in types.tolist()])
        if forget > 0:
            known = torch.where(torch.rand(len(known)) < forget, -1, known)
        found = self.word(known.clamp(min=0))
        unknown = (known < 0).nonzero().flatten()
        if len(unknown):
            bags = [self.lexicon.buckets[types[at]] for at in unknown.tolist()]
            offsets = np.cumsum([0] + [len(bag) for bag in bags[:-1]])
            flat = torch.tensor([bucket for bag in bags for bucket in bag])
            spelled = self.group(flat, torch.tensor(offsets))
            found = found.index_copy(0, unknown, spelled)
        return found

    def forward(self, texts: list[np.ndarray], forget: float = 0.0, mask_words: float = 0.0):
        """Sentence vectors (unit) and answers (logits)."""
        longest = max(map(len, texts))
        lengths = torch.tensor([len(text) for text in texts])
        flat = torch.tensor(np.concatenate([text[:, 0] for text in texts]))
        shouted = torch.tensor(np.concatenate([text[:, 1] for text in texts])).float()
        types, at = flat.unique(return_inverse=True)
        tokens = self.vectors(types, forget)[at] + shouted.unsqueeze(1) * self.shout
        if mask_words > 0:
            tokens = tokens * (torch.rand(len(tokens), 1) >= mask_words)
        mask = torch.arange(longest).unsqueeze(0) < lengths.unsqueeze(1)
        grid = torch.zeros(len(texts), longest, self.width)
        grid[mask] = tokens
        keep = mask.unsqueeze(1).float()
        x = grid.transpose(1, 2)
        h = x + torch.relu(self.first(x)) * keep
        h = h + torch.relu(self.second(h)) * keep
        count = lengths.unsqueeze(1).float()
        pooled = torch.cat(
            [
                x.sum(2) / count.sqrt(),
                h.sum(2) / count.sqrt(),
                h.masked_fill(~mask.unsqueeze(1), -1e9).max(2).values,
            ],
            1,
        )
        pooled = self.drop(pooled)
        sentence = nn.functional.normalize(self.sentence(pooled), dim=1)
        return sentence, self.answers(torch.relu(self.hidden(pooled)))
