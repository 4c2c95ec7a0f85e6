"""Sandboxed processes that evaluate queries."""
