"""Bulletins: paragraphs such as the papers print, written from indicators by templates that are data."""
