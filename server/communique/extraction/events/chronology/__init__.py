"""Days and places that an event owes to others: a journey, a programme, the day of the news."""
