"""The neutral model: frozen, resolved, closed. Emitters see this and nothing else of a spec.

Neutral: no Python name, no markup, no import. Resolved: no default or reference is left to apply.
Closed: alternatives are unions consumed by `match` that ends in `assert_never`.
"""

from .action import (
    Action,
    Alias,
    Deprecation,
    Effect,
    Endpoint,
    EnvelopeField,
    EnvelopeObject,
    EnvelopeValue,
    Example,
    ExampleRequest,
    ExampleResponse,
    InputRule,
    Method,
    RuleKind,
)
from .auth import ApiKey, AuthScheme, Basic, Bearer, Credential, NoAuth, OAuth2, Token, TokenArgument, credentials_of
from .behaviour import (
    Argument,
    Batch,
    Budget,
    Condition,
    Entries,
    ErrorRule,
    Meaning,
    Pagination,
    PaginationKind,
    Rate,
    Wait,
)
from .change import Change
from .composite import Branch, Choose, Composite, Each, Step, Steps, called_by, inputs_of
from .connector import Connector, Link, Project, Resource, Server, SourceFile
from .coverage import Catalogue, Coverage, Offer, Operation
from .evidence import Evidence, EvidenceStatus
from .json_value import JsonObject, JsonValue, freeze, thaw
from .parameter import Location, Parameter
from .place import Place
from .reference import Reference, ReferenceRoot
from .schema import MOMENTS, EnumValue, NamedSchema, Property, Schema, TypeName, follow, is_binary, type_of
from .translation import LANGUAGES, Translation
from .webhook import Signature, SignatureEncoding, Webhook, WebhookExample

__all__ = [
    "LANGUAGES",
    "MOMENTS",
    "Action",
    "Alias",
    "ApiKey",
    "Argument",
    "AuthScheme",
    "Basic",
    "Batch",
    "Bearer",
    "Branch",
    "Budget",
    "Catalogue",
    "Change",
    "Choose",
    "Composite",
    "Condition",
    "Connector",
    "Coverage",
    "Credential",
    "Deprecation",
    "Each",
    "Effect",
    "Endpoint",
    "Entries",
    "EnumValue",
    "EnvelopeField",
    "EnvelopeObject",
    "EnvelopeValue",
    "ErrorRule",
    "Evidence",
    "EvidenceStatus",
    "Example",
    "ExampleRequest",
    "ExampleResponse",
    "InputRule",
    "JsonObject",
    "JsonValue",
    "Link",
    "Location",
    "Meaning",
    "Method",
    "NamedSchema",
    "NoAuth",
    "OAuth2",
    "Offer",
    "Operation",
    "Pagination",
    "PaginationKind",
    "Parameter",
    "Place",
    "Project",
    "Property",
    "Rate",
    "Reference",
    "ReferenceRoot",
    "Resource",
    "RuleKind",
    "Schema",
    "Server",
    "Signature",
    "SignatureEncoding",
    "SourceFile",
    "Step",
    "Steps",
    "Token",
    "TokenArgument",
    "Translation",
    "TypeName",
    "Wait",
    "Webhook",
    "WebhookExample",
    "called_by",
    "credentials_of",
    "follow",
    "freeze",
    "inputs_of",
    "is_binary",
    "thaw",
    "type_of",
]
