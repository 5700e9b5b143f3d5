"""Which outputs there are."""

from connectory.emit import Emitter, Keep, make_anew
from connectory.emit.catalogue import CatalogueEmitter
from connectory.emit.docs import PLAIN, DocsEmitter, Site
from connectory.emit.jsonschema import JsonSchemaEmitter
from connectory.emit.openapi import OpenApiEmitter
from connectory.emit.python import PythonEmitter
from connectory.memory import NO_MEMORY, Memory


def emitters(
    package: str, site: Site = PLAIN, keep: Keep = make_anew, memory: Memory = NO_MEMORY
) -> tuple[Emitter, ...]:
    """Every output; those that take long come first. `package` is the clients' Python package."""
    return (
        DocsEmitter(package, site, memory),
        PythonEmitter(package, keep, memory),
        JsonSchemaEmitter(),
        OpenApiEmitter(),
        CatalogueEmitter(package),
    )
