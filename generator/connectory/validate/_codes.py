"""Codes for files that are YAML, but not what the language has at that place."""

from connectory.diagnostics import Code

UNKNOWN_KEY = Code(
    "S101",
    "unknown-key",
    "The key is not part of the language at this place. It would be silently left out, and it is most often misspelt.",
    "use_wen: You know the id of the contact.",
    "use_when: You know the id of the contact.",
)
MISSING_KEY = Code(
    "S102",
    "missing-key",
    "A key that every file or part of this kind has is not there.",
    "evidence: {status: documented}",
    'evidence: {status: documented, source: "https://docs.acme.example"}',
)
WRONG_TYPE = Code(
    "S103",
    "wrong-type",
    "The value is of another type than the key takes: a text instead of a list, a number instead of a text. A plain "
    "number, `true`, `false` and `null` are no texts; quotes make them so.",
    "tags: contacts",
    "tags: [contacts]",
)
VALUE_NOT_ALLOWED = Code(
    "S104",
    "value-not-allowed",
    "The key takes one of a few values, and this is none of them.",
    "evidence: {status: guessed, source: Support}",
    "evidence: {status: inferred, source: Support}",
)
MALFORMED_VALUE = Code(
    "S105",
    "malformed-value",
    "The text does not have the form that the key asks for.",
    "rate: 10 per second",
    "rate: 10/s",
)
OUT_OF_BOUNDS = Code(
    "S106",
    "out-of-bounds",
    "The value is too large, too small, too long or too short for this key.",
    "notes: [One note.]\nrequire_one_of: []",
    "notes: [One note.]",
)
MALFORMED_NAME = Code(
    "S107",
    "malformed-name",
    "Some keys are names that the author chooses. They come to stand in code, in addresses and in pages, so they are "
    "limited to characters that are harmless there.",
    "aliases: {Other Catalogue: GET_CONTACT}",
    "aliases: {other_catalogue: GET_CONTACT}",
)
REPEATED_ITEM = Code(
    "S108",
    "repeated-item",
    "An item stands twice in a list where the second says nothing new.",
    "tags: [contacts, contacts]",
    "tags: [contacts]",
)
