"""Queries as readers write them, made of the words of the archive that is measured: the same ones in every run."""

import random
import re
from urllib.parse import urlencode

_WORD = re.compile(r"[^\W\d_]{3,}")
_SHARES = (("word", 40), ("two words", 25), ("phrase", 15), ("either", 10), ("prefix", 10))


def search_addresses(count: int, language: str = "en", filters: dict[str, list[str]] | None = None) -> list[str]:
    """Addresses of ``count`` searches: words, pairs, phrases, OR and prefixes; every fifth with a filter, if given."""
    from archive.models import Passage

    chance = random.Random(1977)
    ids = list(Passage.rows.exclude(text="").order_by("pk").values_list("pk", flat=True))
    chosen = chance.sample(ids, min(len(ids), count))
    texts = dict(Passage.rows.filter(pk__in=chosen).values_list("pk", "text"))
    kinds = [kind for kind, share in _SHARES for _ in range(share)]
    addresses = []
    for number in range(count):
        words = _WORD.findall(texts[chosen[number % len(chosen)]]) or ["the"]
        pairs = [("q", _query(kinds[(number * 37) % len(kinds)], words, chance))]
        if filters and number % 5 == 4:
            name = chance.choice(sorted(filters))
            pairs.append((name, chance.choice(filters[name])))
        addresses.append(f"/{language}/search/?{urlencode(pairs)}")
    return addresses


def _query(kind: str, words: list[str], chance: random.Random) -> str:
    word, other = chance.choice(words), chance.choice(words)
    place = chance.randrange(len(words))
    return {
        "word": word,
        "two words": f"{word} {other}",
        "phrase": f'"{" ".join(words[place : place + 3])}"',
        "either": f"{word} OR {other}",
        "prefix": f"{word[:4]}*",
    }[kind]
