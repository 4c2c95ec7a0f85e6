"""Shapes and audits against a graph; a report out."""
