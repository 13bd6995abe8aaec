"""Where Piccolo finds the database and the apps.

The command line sets `REGISTRY_DATABASE_URL` before this is imported, also for the embedded server.
"""

import os

from piccolo.conf.apps import AppRegistry

from registry.transactions import Engine

DB = Engine(config={"dsn": os.environ["REGISTRY_DATABASE_URL"]}, extensions=())
APP_REGISTRY = AppRegistry(apps=["registry.piccolo_app", "exams.piccolo_app"])
