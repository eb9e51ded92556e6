"""Immutable batch files between the stages: the only code that knows their paths and their format."""
