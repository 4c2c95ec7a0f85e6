"""One event of many tellings, and what events tell about each other."""
