"""Fixtures for all tests."""

from tests.databases import database, database_url, empty_url, postgres_server, upgraded_template

__all__ = ["database", "database_url", "empty_url", "postgres_server", "upgraded_template"]
