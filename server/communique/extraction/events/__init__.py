"""Events: meetings, calls, visits, summits and conferences of one article.

``find(analysis)`` reads what verbs and nouns tell (``verbs``, ``nouns``), who takes part (``parties``),
whether it was or will be (``outlook``), where and when (``setting``), joins what is the same
(``consolidation``), links talks to visits (``structure``), dates and places what the words leave to a
journey, a gathering, another event or the day of the news (``tours``, ``programme``, ``reckoning``,
``newsday``) and makes claims of it (``claims``).
"""

from communique.extraction.events.finding import events, find

__all__ = ["events", "find"]
