"""How a message falls into words and letter groups; lambdas/language/words.ts does the same."""

from __future__ import annotations

import regex

READ_LIMIT = 1000
MAX_WORDS = 64
WORD = regex.compile(r"[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)*|\p{N}+|[\p{Extended_Pictographic}]|[^\s\p{L}\p{M}\p{N}\p{Cf}]")
MARKS = set("!?.,-")
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "…": "."})


def words(text: str) -> list[tuple[str, bool]]:
    """The words of a message in lower case, each with whether it was shouted; `MAX_WORDS` at most.

    Digits become `0`, one per digit up to four; a mark that repeats counts once as doubled.
    Of a longer message the first and the last half of `MAX_WORDS` are kept.
    """
    found: list[tuple[str, bool]] = []
    for match in WORD.finditer(text[:READ_LIMIT].translate(QUOTES)):
        raw = match.group()
        first = raw[0]
        if first.isalpha():
            word = _short(raw.lower())
            shouted = len(raw) > 1 and raw.isupper()
        elif first.isnumeric():
            word, shouted = "0" * min(len(raw), 4), False
        else:
            word, shouted = raw, False
            if raw in MARKS and found and found[-1][0] in (raw, raw * 2):
                found[-1] = (raw * 2, False)
                continue
        found.append((word, shouted))
    if len(found) <= MAX_WORDS:
        return found
    return found[: MAX_WORDS // 2] + found[-MAX_WORDS // 2 :]


def _short(word: str) -> str:
    """A letter that is drawn out counts twice: sooooo is soo."""
    kept: list[str] = []
    for letter in word:
        if len(kept) >= 2 and kept[-1] == letter and kept[-2] == letter:
            continue
        kept.append(letter)
    return "".join(kept)


def groups(word: str) -> list[bytes]:
    """The letter groups of a word: three to five UTF-16 units of `<word>`, at most forty."""
    framed = f"<{word}>".encode("utf-16-le")
    units = len(framed) // 2
    found = [
        framed[2 * at : 2 * (at + size)] for size in (3, 4, 5) for at in range(units - size + 1)
    ]
    return found[:40] or [framed]


def fnv(text: str | bytes) -> int:
    """FNV-1a, 32 bits, over UTF-16 units, the high half folded in; see words.ts."""
    value = 0x811C9DC5
    data = text.encode("utf-16-le") if isinstance(text, str) else text
    for at in range(0, len(data), 2):
        value = ((value ^ (data[at] | data[at + 1] << 8)) * 0x01000193) & 0xFFFFFFFF
    return value ^ (value >> 15)
