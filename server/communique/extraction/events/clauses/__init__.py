"""What a clause says: who does what, in which tense and mood, and what hangs on its words."""
