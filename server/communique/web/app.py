"""The application: settings and tiers in, a WSGI application out."""

from __future__ import annotations

import importlib
import importlib.util
from wsgiref.types import WSGIApplication

from flask import Flask, request
from werkzeug.middleware.proxy_fix import ProxyFix

from communique.errors import QueryError
from communique.sparql.evaluation import Evaluator
from communique.sparql.result_cache import ResultCache
from communique.sparql.statistics import StatisticsOffice
from communique.sparql.updates import Updater
from communique.web import cors, description, endpoint, errors, graph_store, linked, operation
from communique.web.journal import ROUTE, Journal
from communique.web.metrics import Metrics
from communique.web.service import Service
from communique.web.settings import Settings


def create_app(settings: Settings, evaluator: Evaluator, updater: Updater | None = None) -> Flask:
    """The application of one server; without ``updater`` it is read-only."""
    app = Flask("communique.web", static_folder="static")
    app.config["MAX_CONTENT_LENGTH"] = settings.limits.upload_bytes
    app.url_map.strict_slashes = False
    kept = ResultCache(settings.cache_bytes)
    metrics = Metrics(evaluator, kept)
    service = Service(settings, evaluator, updater, kept, StatisticsOffice(evaluator), metrics)
    app.extensions["communique"] = service
    app.before_request(_note_route)
    cors.register(app, settings.origins)
    if settings.public_url is None:
        app.before_request(_check_host)
    errors.register(app)
    for part in (endpoint, description, graph_store, operation):
        app.register_blueprint(part.blueprint)
    for blueprint in linked.blueprints():
        app.register_blueprint(blueprint)
    if settings.pages:
        _register_pages(app, service)
    wrapped: WSGIApplication = Journal(app.wsgi_app, metrics, settings.slow_query)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        wrapped = ProxyFix(wrapped, x_for=count, x_proto=count, x_host=count, x_prefix=count)
    app.wsgi_app = wrapped  # type: ignore[method-assign, assignment]  # the documented way to wrap it
    return app


def _note_route() -> None:
    """Tell the journal which route answers; addresses themselves would be too many to count."""
    if request.url_rule is not None:
        request.environ[ROUTE] = request.url_rule.rule


def _check_host() -> None:
    """Refuse a Host header that names no host (RFC 9112, section 3.2): our own address is made of it."""
    if not request.host and request.path not in {"/health", "/ready"}:
        raise QueryError(f"the Host header {request.headers.get('Host', '')[:100]!r} names no host")


def _register_pages(app: Flask, service: Service) -> None:
    """Add the pages for people; a server without them still speaks every protocol."""
    if importlib.util.find_spec("communique.web.pages") is None:
        return
    pages = importlib.import_module("communique.web.pages")
    service.editor = getattr(pages, "editor", None)
    for blueprint in pages.blueprints() if hasattr(pages, "blueprints") else ():
        app.register_blueprint(blueprint)
