"""Readers: each makes blocks of one form of file."""
