"""The homes: one first page per role, each starting with what needs a person today."""
