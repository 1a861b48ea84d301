"""Programmes for social workers: published rule packs, claims on them, and payment lists that pay once."""
