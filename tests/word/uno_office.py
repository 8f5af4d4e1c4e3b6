"""What the scripts that work in a running LibreOffice share.

For the system's Python, which has UNO.
"""
# UNO has no types, and its functions no named arguments:
# ruff: noqa: ANN001, ANN201, FBT003

import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

DOCX, ODT, DOC = "MS Word 2007 XML", "writer8", "MS Word 97"


def services_at(address):
    """Return a function that makes a service of the office at `address`, once it has started."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            context = resolver.resolve(f"uno:{address};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            return lambda name: context.ServiceManager.createInstanceWithContext(name, context)
    sys.exit("LibreOffice did not start")


def option(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def opened(desktop, path):
    return desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (option("Hidden", True),))


def saved(document, path, kind):
    document.storeToURL(path.as_uri(), (option("FilterName", kind),))
