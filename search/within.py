"""Search inside one testimony: its passages in its own order, read from the database, with the words marked.

Without the engine, so it works while the index server does not, and is never behind.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from archive.api import AccountHead, HitPassage, Reader, account_words
from search.analysis import index_terms
from search.answering import PassageHit
from search.asking import Asked
from search.expansion import Expansion, expand
from search.guards import Guards
from search.highlighting import Highlighter
from search.matching import PassageMatcher
from search.names import known_names
from search.query import Notice, build_clause, parse_query

PASSAGES_PER_PAGE = 100
ANY_WORD = ("match", "any")  # the parameter that asks for passages with any of the words


@dataclass(frozen=True, slots=True)
class AccountAnswer:
    """The passages of one account that meet a query.

    ``whole_total`` of them meet the whole of it, ``some_total`` any of its words, which is what a page of results
    counts. ``any_word`` says which are listed: those with some of the words also where none has all of them.
    """

    account: AccountHead
    asked: Asked
    readable: bool
    any_word: bool
    whole_total: int
    some_total: int
    total: int
    hits: tuple[PassageHit, ...]
    expansions: tuple[Expansion, ...]
    notices: tuple[Notice, ...]
    page_total: int


def within_url(account_url: str, asked: Asked, *, any_word: bool = False, page: int = 1) -> str:
    """The address of a search inside the account whose page is at ``account_url``."""
    pairs = [("q", asked.text)] if asked.text else []
    if any_word:
        pairs.append(ANY_WORD)
    if not asked.expand:
        pairs.append(("expand", "no"))
    if page > 1:
        pairs.append(("page", str(page)))
    return f"{account_url}search/" + (f"?{urlencode(pairs)}" if pairs else "")


def results_url(account_url: str, asked: Asked) -> str:
    """The address of all passages of an account that a search of the archive counts there."""
    return within_url(account_url, asked, any_word=len(asked.text.split()) > 1)


def search_within(
    reader: Reader, reference: str, asked: Asked, any_word: bool, language: str, guards: Guards
) -> AccountAnswer | None:
    """Search in one account; None where the reader may not know of it. Six queries.

    Analyses every passage of the account: about 30 ms for 300 passages of a hundred words.
    """
    words = account_words(reader, reference, language, guards.snapshot)
    if words is None:
        return None
    parsed = parse_query(asked.text)
    node, expansions = expand(parsed.node, known_names(guards.snapshot))
    matcher = PassageMatcher(build_clause(node if asked.expand else parsed.node))
    whole: list[HitPassage] = []
    some: list[HitPassage] = []
    if parsed.node is not None:
        for passage in words.passages:
            terms = index_terms(passage.text)
            if matcher.meets(terms):
                whole.append(passage)
            if matcher.meets_any(terms):
                some.append(passage)
    any_word = bool(some) and (any_word or not whole)
    listed = some if any_word else whole
    page_total = max(-(-len(listed) // PASSAGES_PER_PAGE), 1)
    page = min(asked.page, page_total)
    highlighter = Highlighter(matcher.leaves)
    return AccountAnswer(
        account=words.head,
        asked=asked,
        readable=bool(words.passages),
        any_word=any_word,
        whole_total=len(whole),
        some_total=len(some),
        total=len(listed),
        hits=tuple(
            PassageHit(passage, highlighter.snippet(passage.text))
            for passage in listed[(page - 1) * PASSAGES_PER_PAGE : page * PASSAGES_PER_PAGE]
        ),
        expansions=expansions,
        notices=parsed.notices if asked.text else (),
        page_total=page_total,
    )
