"""The application: settings and tiers in, a WSGI application out."""

from __future__ import annotations

import importlib
import importlib.util

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from communique.sparql.evaluation import Evaluator
from communique.sparql.result_cache import ResultCache
from communique.sparql.statistics import StatisticsOffice
from communique.sparql.updates import Updater
from communique.web import cors, description, endpoint, errors, graph_store
from communique.web.service import Service
from communique.web.settings import Settings


def create_app(settings: Settings, evaluator: Evaluator, updater: Updater | None = None) -> Flask:
    """The application of one server; without ``updater`` it is read-only."""
    app = Flask("communique.web", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.upload_bytes
    app.url_map.strict_slashes = False
    service = Service(
        settings, evaluator, updater, ResultCache(settings.cache_bytes), StatisticsOffice(evaluator)
    )
    app.extensions["communique"] = service
    cors.register(app, settings.origins)
    errors.register(app)
    for blueprint in (endpoint.blueprint, description.blueprint, graph_store.blueprint):
        app.register_blueprint(blueprint)
    _register_pages(app, service)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        fixed = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count)
        app.wsgi_app = fixed  # type: ignore[method-assign]  # the documented way to wrap an application
    return app


def _register_pages(app: Flask, service: Service) -> None:
    """Add the pages for people; a server without them still speaks every protocol."""
    if importlib.util.find_spec("communique.web.pages") is None:
        return
    pages = importlib.import_module("communique.web.pages")
    service.editor = getattr(pages, "editor", None)
    for blueprint in pages.blueprints() if hasattr(pages, "blueprints") else ():
        app.register_blueprint(blueprint)
