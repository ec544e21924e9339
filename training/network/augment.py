"""More ways to write what was written: the judge says what each of them means."""

from __future__ import annotations

import random
import re

from corpus import TOPICS, Labelled

CLAUSE_END = re.compile(r"(?<=[.!?;,…])\s+|\s+(?=(?:and|but|so|because|then)\s)")
NEIGHBOURS = {
    "a": "qsz", "b": "vn", "c": "xv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy",
    "i": "uok", "j": "hku", "k": "jli", "l": "kop", "m": "n", "n": "bm", "o": "ipl", "p": "ol",
    "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij", "v": "cb", "w": "qes", "x": "zc",
    "y": "tuh", "z": "xa",
}  # fmt: skip


def variants(texts: list[str], each: int, seed: int) -> list[str]:
    """`each` new texts per text: clauses of two joined, words left out, slips of the hand."""
    chance = random.Random(seed)
    found = []
    for text in texts:
        for _ in range(each):
            changed = text
            kind = chance.random()
            if kind < 0.4:
                changed = spliced(changed, chance.choice(texts), chance)
            elif kind < 0.6:
                changed = thinned(changed, chance)
            if chance.random() < 0.35:
                changed = mistyped(changed, chance)
            if chance.random() < 0.2:
                changed = reshaped(changed, chance)
            if changed.strip() and changed != text:
                found.append(changed)
    return list(dict.fromkeys(found))


#: Between two messages in one.
SEAMS = [". ", ", ", " ", " - ", "! ", "... ", " and "]
#: The mood of two messages, by their own; what is missing has none that is sure.
MOOD_OF_TWO = {
    frozenset(["calm"]): "calm",
    frozenset(["calm", "frustrated"]): "frustrated",
    frozenset(["calm", "angry"]): "angry",
    frozenset(["calm", "positive"]): "positive",
    frozenset(["frustrated"]): "frustrated",
    frozenset(["frustrated", "angry"]): "angry",
    frozenset(["angry"]): "angry",
    frozenset(["positive"]): "positive",
}
SHORT = 12


def joined(rows: list[Labelled], count: int, seed: int) -> list[Labelled]:
    """Two short messages in one, `count` times: what either says, both together say."""
    chance = random.Random(seed)
    short = [row for row in rows if len(row.text.split()) <= SHORT]
    found: dict[str, Labelled] = {}
    while len(found) < count:
        one, two = chance.sample(short, 2)
        mood = MOOD_OF_TWO.get(frozenset([one.sentiment, two.sentiment]))
        if mood is None:
            continue
        text = one.text.rstrip(" .,") + chance.choice(SEAMS) + two.text
        found[text] = Labelled(
            text=text,
            request=one.request or two.request,
            topics=tuple(topic for topic in TOPICS if topic in one.topics + two.topics),
            sentiment=mood,
            in_scope=one.in_scope or two.in_scope,
            source="joined",
        )
    return list(found.values())


def spliced(text: str, other: str, chance: random.Random) -> str:
    """Some clauses of one message and some of another."""
    mine, theirs = CLAUSE_END.split(text), CLAUSE_END.split(other)
    keep = mine[: chance.randint(1, len(mine))] if chance.random() < 0.5 else mine[-1:]
    take = [chance.choice(theirs)]
    return " ".join(keep + take if chance.random() < 0.5 else take + keep)


def thinned(text: str, chance: random.Random) -> str:
    """Without some of its words."""
    return " ".join(word for word in text.split() if chance.random() > 0.15) or text


def mistyped(text: str, chance: random.Random) -> str:
    """With one to three letters swapped, doubled, left out or hit beside the key."""
    letters = list(text)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(letters))
        key = letters[at].lower()
        if key not in NEIGHBOURS:
            continue
        slip = chance.randrange(4)
        if slip == 0 and at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
        elif slip == 1:
            letters[at] += key
        elif slip == 2 and len(letters) > 2:
            letters[at] = ""
        else:
            letters[at] = chance.choice(NEIGHBOURS[key])
        letters = list("".join(letters))
    return "".join(letters)


def reshaped(text: str, chance: random.Random) -> str:
    """All small, all capitals, without marks or with more of them."""
    kind = chance.randrange(4)
    if kind == 0:
        return text.lower()
    if kind == 1:
        return text.upper()
    if kind == 2:
        return re.sub(r"[^\w\s]", "", text)
    return text + chance.choice(["!!", "...", "??", " pls", " thanks"])
