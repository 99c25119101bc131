"""Extraction: blocks to the parts of a document. It sees blocks only, never a format."""
