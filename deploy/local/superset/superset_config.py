"""How `npm run bi -- --dashboards` runs Superset: on this machine, for readers, with nothing fetched from elsewhere."""

import os
import re
import sqlite3

from flask import Flask, jsonify, request
from sqlalchemy import event
from sqlalchemy.engine import Engine

HOME = os.environ["SUPERSET_HOME"]

SECRET_KEY = os.environ["TDP_SUPERSET_SECRET_KEY"]
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME}/superset.db?timeout=30"


@event.listens_for(Engine, "connect")
def ease_sqlite(connection, _record):
    """Readers do not wait for a writer, and a commit not for the disk: what a power cut takes is made again."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")


APP_NAME = "Twitter Data Pipeline"
# Languages would be fetched as files of their own; the contract's words are English.
LANGUAGES = {}
FEATURE_FLAGS = {
    "ALERT_REPORTS": False,
    "DASHBOARD_RBAC": False,
    "DRILL_BY": True,
    "DRILL_TO_DETAIL": True,
    "ESCAPE_MARKDOWN_HTML": True,
    "FILTERBAR_CLOSED_BY_DEFAULT": False,
    "THUMBNAILS": False,
}

# A browser asks this server and nobody else: no tiles, no fonts, no pixel that counts installations.
TALISMAN_ENABLED = True
TALISMAN_CONFIG = {
    "content_security_policy": {
        "base-uri": ["'self'"],
        "default-src": ["'self'"],
        "img-src": ["'self'", "blob:", "data:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "object-src": "'none'",
        "style-src": ["'self'", "'unsafe-inline'"],
        "font-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "script-src": ["'self'", "'strict-dynamic'"],
    },
    "content_security_policy_nonce_in": ["script-src"],
    # This machine only, so no certificate.
    "force_https": False,
    "session_cookie_secure": False,
}
THEME_FONT_URL_ALLOWED_DOMAINS = []
WTF_CSRF_ENABLED = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
AUTH_USER_REGISTRATION = False
RATELIMIT_ENABLED = True
# A page of seven charts and its filters asks at once.
RATELIMIT_APPLICATION = "200 per second"
SHOW_STACKTRACE = False



def FLASK_APP_MUTATOR(app: Flask) -> None:
    """
    Whoever leaves a page has it send the colours it gave to new names, whether that user may keep them or not, and the
    refusal is an error in the console of every reader. So readers are told that all is well, and nothing is kept.
    """

    @app.before_request
    def ignore_colors_of_readers():
        from superset import security_manager

        if request.method == "PUT" and re.fullmatch(r"/api/v1/dashboard/\d+/colors", request.path):
            if not security_manager.can_access("can_write", "Dashboard"):
                return jsonify(result="not kept")
        return None


# Rows that one question may bring.
ROW_LIMIT = 10_000
SAMPLES_ROW_LIMIT = 500
NATIVE_FILTER_DEFAULT_ROW_LIMIT = 500
SQL_MAX_ROW = 10_000
DISPLAY_MAX_ROW = 10_000
TABLE_VIZ_MAX_ROW_SERVER = 10_000
SQLLAB_TIMEOUT = 60
SUPERSET_WEBSERVER_TIMEOUT = 120

# Several people who look at one page ask Trino once.
DATA_CACHE_CONFIG = {"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 20, "CACHE_THRESHOLD": 200}
DASHBOARD_AUTO_REFRESH_MODE = "fetch"

THEME_DEFAULT = {
    "token": {
        "brandAppName": APP_NAME,
        "brandLogoAlt": APP_NAME,
        "brandLogoUrl": "/static/assets/images/superset-logo-horiz.png",
        "brandLogoHref": "/dashboard/list/",
        "brandLogoHeight": "24px",
        "brandLogoMargin": "18px 0",
        "colorPrimary": "#1d6f8c",
        "colorLink": "#1d6f8c",
        "fontUrls": [],
        "fontFamily": "Inter, Helvetica, Arial, sans-serif",
        "fontFamilyCode": "'IBM Plex Mono', 'Courier New', monospace",
        "transitionTiming": 0.3,
        "brandIconMaxWidth": 37,
        "fontSizeXS": "8",
        "fontSizeXXL": "28",
        "fontWeightNormal": "400",
        "fontWeightLight": "300",
        "fontWeightStrong": "500",
        "fontWeightBold": "700",
    },
    "algorithm": "default",
}
THEME_DARK = {**THEME_DEFAULT, "algorithm": "dark"}
