"""Who takes part in an event, named in the clause, beside it or before."""
