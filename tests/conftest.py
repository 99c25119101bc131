"""Fixtures for all tests."""

from tests.databases import database, empty_url, postgres_server, upgraded_template

__all__ = ["database", "empty_url", "postgres_server", "upgraded_template"]
