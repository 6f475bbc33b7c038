"""Writes one planned row, whole or not at all: a testimony with its words, tags, access decision and originals."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from archive.actions import audit
from archive.actions.access import set_access
from archive.actions.publishing import publish as publish_revision
from archive.actions.tagging import apply_tags
from archive.actions.vocabularies import TermData, save_term
from archive.actions.words import make_edition
from archive.importing.originals import keep_original
from archive.importing.planning import RowPlan, Term
from archive.importing.terms import NewTerm, Terms
from archive.models import TAG_RELATIONS, AccountText, CollectionPage, ImportBatch, ImportedRow, TestimonyPage
from archive.records import Vocabulary


class RowWriter:
    """Writes the rows of one batch. ``actor`` is the user who imports, or None."""

    def __init__(self, *, fingerprint: str, name: str, terms: Terms, actor: Any, publish: bool) -> None:
        self._fingerprint, self._name = fingerprint, name
        self._terms, self._actor, self._publish = terms, actor, publish

    def write(self, plan: RowPlan) -> list[NewTerm]:
        """Write the row and give the terms that were made for it. Some 100 queries, more with many tags.

        Raises what the database or the disk raises; then nothing of the row is there, except that a sealed original
        may lie on the disk until the row is imported again.
        """
        with transaction.atomic():
            made = self._make_terms(plan)
            # Every child that is saved would have Wagtail go through the whole page again to note what refers to what.
            with disable_reference_index_auto_update():
                page = self._make_page(plan, made)
            ReferenceIndex.create_or_update_for_object(TestimonyPage.objects.get(pk=page.pk))
            for text in plan.texts:
                keep_original(text.file.data, text.file.name, page.pk, text.file.column)
        for term, pk in made.items():
            self._terms.made(term, pk)
        return list(made)

    def finish(self) -> None:
        """Note that the batch was gone through to its end, if anything of it was ever imported."""
        batches = ImportBatch.objects.filter(fingerprint=self._fingerprint, finished_at=None)
        batches.update(finished_at=timezone.now())

    def _make_terms(self, plan: RowPlan) -> dict[NewTerm, int]:
        made: dict[NewTerm, int] = {}
        for term in plan.new_terms():
            if self._terms.has(term):
                continue
            data = TermData(slug=term.slug, labels={term.language: term.label})
            made[term] = save_term(vocabulary=term.vocabulary, data=data, actor=self._actor).pk
        return made

    def _make_page(self, plan: RowPlan, made: Mapping[NewTerm, int]) -> TestimonyPage:
        parent = CollectionPage.objects.get(pk=plan.collection_id)
        page = TestimonyPage(
            reference=plan.reference,
            title=plan.reference,
            slug=plan.reference.lower(),
            live=False,
            owner_id=getattr(self._actor, "pk", None),
            **plan.fields,
        )
        page.descriptions = plan.descriptions
        page.content_notes = plan.content_notes
        page.citations = plan.citations
        page.account_texts = self._make_texts(plan)
        for vocabulary, terms in plan.tags.items():
            name = TAG_RELATIONS[vocabulary][0]
            model = TestimonyPage._meta.get_field(name).related_model
            ids = self._ids(vocabulary, terms, made)
            setattr(page, name, [model(term_id=pk, sort_order=position) for position, pk in enumerate(ids)])
        apply_tags(
            page,
            {
                anchor: {vocabulary: self._ids(vocabulary, terms, made) for vocabulary, terms in tags.items()}
                for anchor, tags in plan.passage_tags.items()
            },
            plan.passage_notes,
        )
        parent.add_child(instance=page)
        set_access(
            testimony=page,
            actor=self._actor,
            level=plan.level,
            listed=plan.listed,
            embargo_until=plan.embargo_until,
        )
        # The planner has checked every field; checking again costs queries for each.
        revision = page.save_revision(user=self._actor, log_action="wagtail.create", clean=False)
        audit.record(
            action="testimony.import",
            actor=self._actor,
            testimony_id=page.pk,
            texts=len(plan.texts),
            passages=sum(len(text.passages) for text in plan.texts),
        )
        if self._publish:
            # The page has just been written from what the revision holds; rebuilding it from there costs a query for
            # every foreign key and writes every child row a second time.
            revision.as_object = lambda: page
            publish_revision(revision=revision, actor=self._actor)
        self._note_row(plan, page)
        return page

    def _make_texts(self, plan: RowPlan) -> list[AccountText]:
        return [
            AccountText(
                sort_order=position,
                language=text.language,
                role=text.role,
                credit=text.credit,
                reviewed=text.reviewed,
                machine_assisted=text.machine_assisted,
                edition=make_edition(passages=text.passages, actor=self._actor, source_sha256=text.file.sha256),
            )
            for position, text in enumerate(plan.texts)
        ]

    def _ids(self, vocabulary: Vocabulary, terms: Sequence[Term], made: Mapping[NewTerm, int]) -> list[int]:
        """The records' ids, each once: two slugs may lead to one record after a merge."""
        ids = [
            made[term]
            if isinstance(term, NewTerm) and term in made
            else self._terms.id_of(vocabulary, term.slug if isinstance(term, NewTerm) else term)
            for term in terms
        ]
        return list(dict.fromkeys(ids))

    def _note_row(self, plan: RowPlan, page: TestimonyPage) -> None:
        batch, _made = ImportBatch.objects.get_or_create(
            fingerprint=self._fingerprint,
            defaults={"name": self._name, "started_by_id": getattr(self._actor, "pk", None)},
        )
        ImportedRow.objects.create(
            batch=batch, reference=plan.reference, fingerprint=plan.fingerprint, testimony_id=page.pk
        )
