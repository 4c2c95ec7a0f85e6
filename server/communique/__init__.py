"""Articles on diplomacy in, a knowledge graph out in which every statement shows its sentence."""

__version__ = "0.1.0"
