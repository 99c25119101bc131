"""docs/http.md names every route, filter and field of an answer, and nothing else."""

import re
from pathlib import Path
from typing import Any

import pytest

from services.store.database import Database
from services.store.filters import DOCUMENT_FILTERS
from services.store.http import Answers
from services.store.settings import StoreSettings

PAGE = (Path(__file__).parents[3] / "docs" / "http.md").read_text("utf-8")
REQUESTS = set(re.findall(r"`(GET|POST) (/[\w/{}]*)`", PAGE))
HEALTH = {("GET", "/livez"), ("GET", "/readyz"), ("GET", "/metrics")}


def routes(database: Database) -> set[tuple[str, str]]:
    async def purge(_: Any) -> Any: ...

    answers = Answers(StoreSettings(), database, lambda: True, purge)
    found = [(method, route.path) for route in answers.routes() for method in route.methods or ()]
    return {(method, re.sub(r"\{\w+\}", "{id}", path)) for method, path in found if method != "HEAD"}


@pytest.mark.parametrize("name", DOCUMENT_FILTERS)
def test_filter_is_described(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_routes_and_page_agree(tmp_path: Path) -> None:
    assert routes(Database(f"sqlite:///{tmp_path / 'gouji.db'}")) == REQUESTS - HEALTH
