"""
Makes Superset have what it is to show.

    python provision.py prepare             its own database, with all its permissions
    python provision.py assets ASSETS_DIR   two users, and the assets of a folder, in a database that is prepared

Passwords come in TDP_SUPERSET_ADMIN_PASSWORD and TDP_SUPERSET_VIEWER_PASSWORD. What is there already is changed, not
doubled. The last line says what went wrong.
"""

import logging
import os
import sys
from pathlib import Path

ADMIN = "admin"
VIEWER = "viewer"
VIEWERS = "Viewer"

# All that it takes to look at pages, filter them, and see the rows behind a chart.
# Filter state and form data are what a browser has chosen, kept for its own address.
PERMISSIONS = [
    ("menu_access", "Home"),
    ("menu_access", "Dashboards"),
    ("can_get", "MenuApi"),
    ("can_read", "Dashboard"),
    ("can_drill", "Dashboard"),
    ("can_view_chart_as_table", "Dashboard"),
    ("can_view_query", "Dashboard"),
    ("can_read", "Chart"),
    ("can_read", "Dataset"),
    ("can_get_drill_info", "Dataset"),
    ("can_get", "Datasource"),
    ("can_samples", "Datasource"),
    ("can_read", "DashboardFilterStateRestApi"),
    ("can_write", "DashboardFilterStateRestApi"),
    ("can_read", "DashboardPermalinkRestApi"),
    ("can_write", "DashboardPermalinkRestApi"),
    ("can_read", "Explore"),
    ("can_read", "ExploreFormDataRestApi"),
    ("can_write", "ExploreFormDataRestApi"),
    ("can_dashboard", "Superset"),
    ("can_dashboard_permalink", "Superset"),
    ("can_explore", "Superset"),
    ("can_explore_json", "Superset"),
    ("can_fetch_datasource_metadata", "Superset"),
    ("can_slice", "Superset"),
    ("can_csv", "Superset"),
    ("can_log", "Superset"),
    ("can_recent_activity", "Log"),
    ("can_language_pack", "Superset"),
    ("can_read", "SecurityRestApi"),
    ("can_read", "CurrentUserRestApi"),
    ("can_read", "AvailableDomains"),
    ("can_read", "Theme"),
    ("can_read", "CssTemplate"),
    ("can_time_range", "Api"),
    ("can_query", "Api"),
    ("can_query_form_data", "Api"),
    ("can_list", "DynamicPlugin"),
    ("can_show", "DynamicPlugin"),
]


def main(command: str, *arguments: str) -> None:
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        if command == "prepare":
            prepare(app)
        else:
            provision(app, Path(*arguments))


def prepare(app) -> None:
    """Takes a minute; the same for everyone, so it is done once and copied."""
    from flask_migrate import upgrade
    import superset
    from superset import db

    upgrade(directory=os.path.join(os.path.dirname(superset.__file__), "migrations"))
    app.appbuilder.add_permissions(update_perms=True)
    app.appbuilder.sm.sync_role_definitions()
    # Closing the last connection puts everything into the one file that is copied.
    db.session.remove()
    db.engine.dispose()


def provision(app, assets: Path) -> None:
    from flask import g

    security = app.appbuilder.sm
    g.user = ensure_user(security, ADMIN, "Admin", os.environ["TDP_SUPERSET_ADMIN_PASSWORD"])
    # Of a role that has nothing yet, until its tables are known.
    security.add_role(VIEWERS)
    ensure_user(security, VIEWER, VIEWERS, os.environ["TDP_SUPERSET_VIEWER_PASSWORD"])
    import_assets(assets)
    grant(security)


def ensure_user(security, name, role, password):
    from superset import db

    user = security.find_user(name)
    if user is None:
        user = security.add_user(
            name, name.capitalize(), "", f"{name}@localhost", security.find_role(role), password=password
        )
        if not user:
            raise RuntimeError(f"the user {name} cannot be made")
        return user
    security.reset_password(user.id, password)
    user.roles = [security.find_role(role)]
    db.session.commit()
    return user


def import_assets(assets: Path) -> None:
    from superset.commands.importers.v1.assets import ImportAssetsCommand

    contents = {
        str(file.relative_to(assets)): file.read_text(encoding="utf-8") for file in sorted(assets.rglob("*.yaml"))
    }
    ImportAssetsCommand(contents).run()


def grant(security) -> None:
    """Gives viewers exactly what is listed, and the tables; whatever else they had is taken away."""
    from superset import db
    from superset.connectors.sqla.models import SqlaTable

    role = security.find_role(VIEWERS)
    wanted = PERMISSIONS + [("datasource_access", table.get_perm()) for table in db.session.query(SqlaTable)]
    found = [security.find_permission_view_menu(permission, view) for permission, view in wanted]
    absent = [pair for pair, permission in zip(wanted, found) if permission is None]
    if absent:
        raise RuntimeError(f"this Superset has no such permissions: {absent}")
    role.permissions = found
    db.session.commit()


def first_cause(error: BaseException) -> str:
    """Superset's own words are "Import failed for an unknown reason"; what it is about is what they are raised from."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__
    details = getattr(error, "normalized_messages", dict)()
    return " ".join(f"{type(error).__name__}: {error} {details or ''}".split())


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Exception as error:  # whoever started this reads the last line
        logging.exception("provisioning")
        print(first_cause(error), file=sys.stderr)
        sys.exit(1)
