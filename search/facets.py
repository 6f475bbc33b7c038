"""Facets with their labels, in the order of the vocabularies' trees."""

from dataclasses import dataclass

from archive.api import (
    LocalText,
    Snapshot,
    TermIndex,
    Vocabulary,
    kind_label,
    language_name,
)
from search.records import FacetValue

SHOWN = 15
_TREES = {"theme": Vocabulary.THEME, "period": Vocabulary.PERIOD, "place": Vocabulary.PLACE}


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """A value of a facet: its label, how many testimonies have it, its depth from 1 and its broader value."""

    slug: str
    label: LocalText
    count: int
    selected: bool
    depth: int = 1
    parent: str | None = None


class Labels:
    """The labels of every facet in one language, as a snapshot has them. No query."""

    def __init__(self, language: str, snapshot: Snapshot) -> None:
        self.language = language
        self._snapshot = snapshot

    def tree(self, facet: str) -> TermIndex:
        """The vocabulary behind a facet."""
        return self._snapshot.terms(_TREES[facet], self.language)

    def label(self, facet: str, slug: str) -> LocalText | None:
        """The label of a value, or None when readers know no such value."""
        if facet in _TREES:
            term = self.tree(facet).by_slug.get(slug)
            return term.label if term else None
        if facet == "collection":
            return self._snapshot.collection_titles(self.language).get(slug)
        if facet == "kind":
            label = kind_label(slug)
            return LocalText(label, self.language) if label else None
        name = language_name(slug, self.language)
        return LocalText(name, self.language) if name else None

    def values(self, facet: str, values: tuple[FacetValue, ...]) -> tuple[LabelledValue, ...]:
        """The values that have a label: trees in their own order, the rest most frequent first."""
        if facet not in _TREES:
            labelled = ((value, self.label(facet, value.slug)) for value in values)
            return tuple(
                LabelledValue(value.slug, label, value.count, value.selected) for value, label in labelled if label
            )
        tree = self.tree(facet)
        by_slug = {value.slug: value for value in values}
        return tuple(
            LabelledValue(
                slug=term.slug,
                label=term.label,
                count=by_slug[term.slug].count,
                selected=by_slug[term.slug].selected,
                depth=term.depth,
                parent=tree.by_id[term.parent_id].slug if term.parent_id in tree.by_id else None,
            )
            for term in tree.by_id.values()
            if term.slug in by_slug
        )


def folded(values: tuple[LabelledValue, ...]) -> tuple[tuple[LabelledValue, ...], tuple[LabelledValue, ...]]:
    """Which values stand open and which behind "more": chosen ones, their kin and the top of a tree stand open."""
    if len(values) <= SHOWN:
        return values, ()
    chosen = {value.slug for value in values if value.selected}
    parents = {value.parent for value in values if value.selected}
    wanted = [
        value
        for value in values
        if value.selected or value.depth == 1 or value.parent in chosen or value.slug in parents
    ]
    if all(value.depth == 1 for value in values):
        wanted = [value for value in values if value.selected] + [value for value in values if not value.selected]
    shown = {value.slug for value in wanted[:SHOWN]} | chosen
    return (
        tuple(value for value in values if value.slug in shown),
        tuple(value for value in values if value.slug not in shown),
    )
