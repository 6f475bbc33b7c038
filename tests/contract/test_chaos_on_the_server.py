"""Thousands of changes on a real server behind a proxy that delays, cuts, refuses, half-applies and goes away."""

import os
import secrets
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from tests.integration.search.test_chaos import hold, run_chaos

pytestmark = [pytest.mark.elasticsearch, pytest.mark.exhaustive]

FAULTS = {"slow", "cut", "refuse", "lose_the_answer", "half", "half_said"}


def test_nothing_is_lost_and_nothing_hidden_is_found(tmp_path: Path) -> None:
    server = os.environ["ELASTICSEARCH_URL"].split(",")[0]
    prefix = f"test{secrets.token_hex(6)}"
    try:
        report = run_chaos(tmp_path, 2000, 120, 4, RAWI_CHAOS_SERVER=server, RAWI_ELASTICSEARCH_PREFIX=prefix)
    finally:
        with Elasticsearch(server) as client:
            client.indices.delete(index=f"{prefix}*", ignore_unavailable=True)
    hold(report)
    assert report["kills"] >= 10, report
    assert set(report["faults"]) == FAULTS, report
