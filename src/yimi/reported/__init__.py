"""Figures that somebody published or reported, kept beside the computed ones."""
