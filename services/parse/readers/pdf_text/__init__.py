"""Reads text dumps of PDFs, in which cells wrap over lines and the table structure is gone, by rebuilding the grid."""

from services.parse.readers.pdf_text.reader import read_pdf_text

__all__ = ["read_pdf_text"]
