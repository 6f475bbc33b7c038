"""The indices of a space: which one is read, which are written, which is kept.

``<prefix>-<space>-read`` is the alias that searches use; ``…-write`` names every generation that takes changes: the one
in use and the one that a rebuild fills. ``…-previous`` is the one that was in use before. It takes no more documents:
whatever changes afterwards becomes a tombstone there, so going back to it never shows words that were withdrawn since.
Every generation has an alias of its own, ``<generation>-docs``, that writes go through.

The list of a space's generations is read anew for every write: another process may have switched.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.base import SPACES, EngineUnavailable
from search.engines.elastic.mapping import index_body, index_format

_BUILDING = {"number_of_replicas": 0, "refresh_interval": "-1"}
_IN_USE = {"auto_expand_replicas": "0-1", "refresh_interval": None}


@dataclass(frozen=True, slots=True)
class Generations:
    """The generations of a space. Names are empty where there is none; ``stray`` are pointed to by nothing."""

    current: str
    building: str
    previous: str
    stray: tuple[str, ...]

    @property
    def written(self) -> list[str]:
        """Those that take changes."""
        return [name for name in (self.current, self.building) if name]


def documents_alias(generation: str) -> str:
    """Give the alias that writes to a generation go through."""
    return f"{generation}-docs"


class Aliases:
    """The aliases of every space of one archive."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def read(self, space: str) -> str:
        """Give the alias that searches use."""
        return self._name(space, "read")

    def generations(self, client: Elasticsearch, space: str) -> Generations:
        """Ask the server for a space's generations."""
        found: dict[str, Any] = client.indices.get_alias(index=self._name(space, "*")).body
        held: dict[str, list[str]] = {"read": [], "write": [], "previous": []}
        for index in sorted(found):
            for role, names in held.items():
                if self._name(space, role) in found[index]["aliases"]:
                    names.append(index)
        current = held["read"][-1] if held["read"] else ""
        building = [index for index in held["write"] if index != current]
        previous = held["previous"][-1] if held["previous"] else ""
        kept = {current, previous, *building[-1:]}
        stray = tuple(index for index in sorted(found) if index not in kept)
        return Generations(current, building[-1] if building else "", previous, stray)

    def in_use(self, client: Elasticsearch, space: str) -> Generations:
        """The same. Raises EngineUnavailable while no complete index exists."""
        found = self.generations(client, space)
        if not found.current:
            raise EngineUnavailable("no-index", f"There is no search index for {space} yet: run search_rebuild.")
        return found

    def create(self, client: Elasticsearch, space: str) -> str:
        """Make an empty generation that takes changes from now on."""
        generation = f"{self._name(space, '')}{datetime.now(UTC):%Y%m%dt%H%M%S.%f}-{secrets.token_hex(3)}"
        body = index_body()
        client.indices.create(
            index=generation,
            settings=body["settings"] | _BUILDING,
            mappings=body["mappings"],
            aliases={self._name(space, "write"): {}, documents_alias(generation): {}},
        )
        return generation

    def put_in_use(self, client: Elasticsearch, space: str, generation: str) -> None:
        """Switch searches and writes to a generation at one stroke; the one it replaces becomes the previous one."""
        found = self.generations(client, space)
        client.indices.put_settings(index=generation, settings=_IN_USE)
        client.indices.refresh(index=generation)
        read, write, previous = (self._name(space, role) for role in ("read", "write", "previous"))
        actions: list[dict[str, Any]] = [
            {"add": {"index": generation, "alias": read}},
            {"add": {"index": generation, "alias": write}},
        ]
        if found.previous:
            actions.append({"remove": {"index": found.previous, "alias": previous, "must_exist": False}})
        if found.current and found.current != generation:
            actions += [{"remove": {"index": found.current, "alias": alias}} for alias in (read, write)]
            actions.append({"add": {"index": found.current, "alias": previous}})
        client.indices.update_aliases(actions=actions)

    def write_again(self, client: Elasticsearch, space: str, generation: str) -> None:
        """Let the previous generation take changes again, before it is put back in use."""
        actions: list[dict[str, Any]] = [
            {"remove": {"index": generation, "alias": self._name(space, "previous")}},
            {"add": {"index": generation, "alias": self._name(space, "write")}},
        ]
        client.indices.update_aliases(actions=actions)

    def delete(self, client: Elasticsearch, *generations: str) -> None:
        """Delete generations with everything in them."""
        for generation in filter(None, generations):
            client.indices.delete(index=generation, ignore_unavailable=True)

    def made_by(self, client: Elasticsearch, generation: str) -> str:
        """Give the format that a generation was made by."""
        answer = client.indices.get_mapping(index=generation)
        return str(answer[generation]["mappings"].get("_meta", {}).get("format", ""))

    def is_current_format(self, client: Elasticsearch, generation: str) -> bool:
        """Whether a generation was made by this version of the chain and the mapping."""
        return self.made_by(client, generation) == index_format()

    def _name(self, space: str, role: str) -> str:
        if space not in SPACES:
            raise ValueError(f"{space!r} is no index space: one of {', '.join(SPACES)}.")
        return f"{self.prefix}-{space}-{role}"
