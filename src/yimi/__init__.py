"""Yimi 一米: one system for China's township and street social-work stations."""

__version__ = "0.1.0"
