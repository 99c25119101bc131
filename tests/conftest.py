"""Fixtures for all tests."""

import logging
from collections.abc import Iterator

import pytest
import structlog

from tests.databases import database, database_url, empty_url, postgres_server, upgraded_template

__all__ = ["database", "database_url", "empty_url", "postgres_server", "upgraded_template"]


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A test that runs a command configures the log on a standard error that is closed when the test ends."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    structlog.reset_defaults()
    root.handlers, root.level = handlers, level
