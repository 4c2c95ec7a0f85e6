"""The pages: server-rendered HTML that works without JavaScript, one blueprint a file."""

from __future__ import annotations

from flask import Blueprint

from communique.web.pages import (
    article,
    assets,
    browse,
    claim,
    data,
    disagreements,
    display,
    docs,
    entity,
    home,
    judge,
    links,
    lists,
    network,
    refusals,
    search,
    timeline,
    validation,
    vocabulary,
    workbench,
    world,
)
from communique.web.pages.workbench import editor


def blueprints() -> list[Blueprint]:
    """Every blueprint of the pages, in the order in which they are registered."""
    return [
        assets.blueprint,
        home.blueprint,
        article.blueprint,
        browse.blueprint,
        claim.blueprint,
        data.blueprint,
        disagreements.blueprint,
        display.blueprint,
        docs.blueprint,
        entity.blueprint,
        judge.blueprint,
        links.blueprint,
        lists.blueprint,
        world.blueprint,
        network.blueprint,
        refusals.blueprint,
        search.blueprint,
        timeline.blueprint,
        validation.blueprint,
        vocabulary.blueprint,
        workbench.blueprint,
    ]


__all__ = ["blueprints", "editor"]
