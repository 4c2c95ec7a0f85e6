"""Claims of many articles in; who and what is the same, and which claim stands, out."""
