"""The texts that the network learns from, and the labels that some of them carry."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path

TOPICS = ["billing_dispute", "service_outage", "cancellation", "fraud", "legal", "safety"]
SENTIMENTS = ["calm", "frustrated", "angry", "positive"]


SOURCES = {
    "CLINC150 (Larson et al. 2019)": "CC BY 3.0",
    "banking77 (Casanueva et al. 2020)": "CC BY 4.0",
    "NLU++ (Casanueva et al. 2022)": "CC BY 4.0",
    "Bitext customer service sample": "CDLA-Sharing 1.0",
    "HINT3 v2 (Arora et al. 2020)": "ODbL 1.0, DbCL 1.0",
    "MultiDoGO media (Peskov et al. 2019)": "CDLA-Permissive 1.0",
    "WordNet 3.1 (Princeton University)": "WordNet licence",
    "all-MiniLM-L6-v2": "Apache-2.0",
    "bge-small-en-v1.5": "MIT",
    "e5-small-v2": "MIT",
}


@dataclass(frozen=True)
class Labelled:
    """One message with the labels of docs/LABELS.md; `None` where a source does not say."""

    text: str
    request: bool | None = None
    topics: tuple[str, ...] | None = None
    sentiment: str | None = None
    in_scope: bool | None = None
    source: str = ""


def own_messages(folder: Path) -> list[Labelled]:
    """The project's own labelled messages: every `*.jsonl` of the folder, in the order of names."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            found.append(
                Labelled(
                    text=row["text"],
                    request=row["humanRequest"],
                    topics=tuple(row["topics"]),
                    sentiment=row["sentiment"],
                    in_scope=row["inScope"],
                    source=file.stem.split("-")[0],
                )
            )
    return found


def clinc(folder: Path, parts: str = "") -> list[tuple[str, str]]:
    """(text, intent) of CLINC150's train and val parts, out-of-scope ones as `oos`; of those parts
    alone whose name ends like `parts`."""
    data = json.loads((folder / "clinc150" / "train_val.json").read_text("utf-8"))
    chosen = [part for name, part in data.items() if name.endswith(parts)]
    return [(text, intent) for part in chosen for text, intent in part]


def banking(folder: Path) -> list[tuple[str, str]]:
    """(text, intent) of banking77's train part."""
    return _csv(folder / "banking77" / "train.csv", "text", "category")


def hint3(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """(text, intent) of each HINT3 bot's train part."""
    return {
        file.stem.removesuffix("_train"): _csv(file, "sentence", "label")
        for file in sorted((folder / "hint3").glob("*.csv"))
    }


def bitext(folder: Path) -> list[tuple[str, str]]:
    """(text, intent) of Bitext's customer service sample."""
    found = []
    for file in sorted((folder / "bitext").glob("*.csv")):
        found += _csv(file, "utterance", "intent")
    return found


def nlupp(folder: Path) -> list[tuple[str, tuple[str, ...]]]:
    """(text, intents) of NLU++'s even folds."""
    found = []
    for file in sorted((folder / "nlupp").glob("*/fold*.json")):
        for row in json.loads(file.read_text("utf-8")):
            found.append((row["text"], tuple(row.get("intents", ()))))
    return found


def multidogo(folder: Path) -> list[str]:
    """Customer turns of MultiDoGO's media domain."""
    found = []
    for name in ("train.tsv", "dev.tsv"):
        lines = (folder / "multidogo-media" / name).read_text("utf-8").rstrip("\n").split("\n")
        rows = [line.split("\t") for line in lines[1:]]
        found += [row[3] for row in rows if len(row) > 3]
    return found


def phrasings(folder: Path) -> list[tuple[str, str]]:
    """(text, article) of the bot's knowledge, out-of-scope sentences as `oos`."""
    found = []
    for file in sorted(folder.rglob("*.md")):
        article = "oos" if file.stem == "out-of-scope" else file.stem
        asked = file.read_text("utf-8").partition("## How customers ask")[2]
        found += [
            (line.strip()[2:].strip(), article)
            for line in asked.splitlines()
            if line.strip().startswith("- ")
        ]
    return found


def split(rows: list[Labelled]) -> tuple[list[Labelled], list[Labelled]]:
    """What is learned from, and a sixteenth to judge by: whole runs of a dozen lines, because lines
    that stand together are often variations of each other."""
    learn = [row for at, row in enumerate(rows) if at // 12 % 16 != 5]
    held = [row for at, row in enumerate(rows) if at // 12 % 16 == 5]
    return learn, held


def unlabelled(public: Path, knowledge: Path) -> list[str]:
    """All texts of the licensed sets and the bot's phrasings, each once, in a fixed order."""
    texts = [text for text, _ in clinc(public) + banking(public) + bitext(public)]
    texts += [text for rows in hint3(public).values() for text, _ in rows]
    texts += [text for text, _ in nlupp(public)] + multidogo(public)
    texts += [text for text, _ in phrasings(knowledge)]
    found = list(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))
    random.Random(7).shuffle(found)
    return found


def requests(public: Path) -> list[Labelled]:
    """What the licensed sets say of requests for a person: NLU++ and Bitext name them, CLINC150 and
    banking77 hold none."""
    chance = random.Random(1)
    rows = [Labelled(text, request="handoff" in intents) for text, intents in nlupp(public)]
    asked = [text for text, intent in bitext(public) if intent == "contact_human_agent"]
    # Bitext is written from templates: more of them teach nothing.
    rows += [Labelled(text, request=True) for text in chance.sample(asked, 60)]
    others = [text for text, _ in clinc(public) + banking(public)]
    return rows + [Labelled(text, request=False) for text in chance.sample(others, 2500)]


def refusals(public: Path) -> list[Labelled]:
    """All that the licensed sets say of requests, for the student; without CLINC150's val part, so
    that false alarms can be measured on it."""
    rows = [Labelled(text, request="handoff" in intents) for text, intents in nlupp(public)]
    others = [text for text, _ in clinc(public, "train") + banking(public)]
    return rows + [Labelled(text, request=False) for text in others]


def _csv(file: Path, text: str, label: str) -> list[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return [(row[text], row[label]) for row in csv.DictReader(stream)]
