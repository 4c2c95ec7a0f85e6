"""What verbs and nouns tell of: talks, visits, journeys, series of encounters."""
