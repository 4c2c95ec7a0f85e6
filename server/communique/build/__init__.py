"""Articles in, a validated store out: the only package that knows the order of the stages.

The graph is a function of the corpus, the judgements and the program. ``build`` computes it as a whole;
``add``, ``remove`` and ``rebuild`` after a judgement compute what the change reaches (``step``) and end in
the same store, which ``check`` can compare with a computation of the whole. What a change needs of the
past (who is who, what the rules made) lies in the store (``memory``) and is made anew where it is missing,
stale or of another program.
"""

from communique.build.changes import add, build, rebuild, remove
from communique.build.checking import Difference, check
from communique.build.memory import Known, recall
from communique.build.options import JUDGEMENTS, Options, Outcome, Progress
from communique.build.whole import graph_lines, judged, resolved

__all__ = [
    "JUDGEMENTS",
    "Difference",
    "Known",
    "Options",
    "Outcome",
    "Progress",
    "add",
    "build",
    "check",
    "graph_lines",
    "judged",
    "rebuild",
    "recall",
    "remove",
    "resolved",
]
