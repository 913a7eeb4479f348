"""Publishes a file to Tableau Server or Cloud: what and where comes as JSON on standard input, an answer of JSON goes back."""
import json
import sys

import requests
import tableauserverclient as tsc
from tableauserverclient.server.endpoint.exceptions import TableauError

given = json.load(sys.stdin)


def publish():
    auth = tsc.PersonalAccessTokenAuth(given["tokenName"], given["tokenSecret"], site_id=given["site"])
    server = tsc.Server(given["url"])
    server.use_server_version()
    with server.auth.sign_in(auth):
        project = next((one for one in tsc.Pager(server.projects) if one.name == given["project"]), None)
        if project is None:
            raise ValueError(f"there is no project {given['project']}, or this token does not see it")
        isWorkbook = given["file"].endswith(".twbx")
        item = (tsc.WorkbookItem if isWorkbook else tsc.DatasourceItem)(project.id, name=given["name"])
        endpoint = server.workbooks if isWorkbook else server.datasources
        return endpoint.publish(item, given["file"], tsc.Server.PublishMode.Overwrite).id


try:
    print(json.dumps({"value": publish()}))
except (ValueError, OSError, requests.RequestException, TableauError) as error:
    print(json.dumps({"error": str(error).replace(given["tokenSecret"], "[hidden]")}))
