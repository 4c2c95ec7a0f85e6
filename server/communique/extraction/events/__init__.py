"""Events: meetings, calls, visits, summits and conferences of one article.

``find(analysis)`` reads what verbs and nouns tell (``constructions``): who takes part (``parties``), whether
it was or will be (``clauses``), where and when (``places``, ``dates``). Each place in the text that tells of
an event is a ``telling``; those of one event are joined to a ``draft``, talks are linked to visits
(``joining``), days and places that the words leave to a journey, a gathering, another event or the day of
the news are added (``chronology``), and ``claims`` makes findings of it.
"""

from communique.extraction.events.finding import events, find

__all__ = ["events", "find"]
