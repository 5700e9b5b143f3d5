"""An action as a page shows it."""

from dataclasses import dataclass

from connectory.model import Action, Alias, Connector, Deprecation, Effect

from ._batches import batch_notes
from ._calls import calls_text
from ._evidence import EvidenceView, evidence_view
from ._examples import ExampleView, example_views
from ._failures import ConditionView, ErrorView, error_views, telltale_views
from ._fields import FieldView, Rows, flatten
from ._fixed import fixed_notes
from ._limits import rule_text
from ._method import returned_notes, signature_of
from ._paging import paging_notes
from ._rates import rate_texts
from ._related import Related
from ._said import Said, Told, Words, say
from ._snippet import SnippetView, snippet_views
from ._waiting import waiting_notes

EFFECTS: dict[Effect, Said] = {
    "read": say("Reads"),
    "write": say("Writes"),
    "delete": say("Deletes"),
    "send": say("Sends"),
}
_HANDLING = (paging_notes, batch_notes, waiting_notes, fixed_notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What an action is called and said to do, and the actions to show with it."""

    title: Told
    summary: Told
    related: Related


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One row of a connector's page, with everything that opens below it."""

    id: str
    title: Told
    summary: Told
    description: str | None
    use_when: str | None
    notes: tuple[str, ...]
    handling: tuple[Words, ...]
    tags: tuple[str, ...]
    effect: Effect
    effect_label: Said
    idempotent: bool
    idempotency_key: str | None
    rates: tuple[Words, ...]
    endpoint: str | None
    calls: tuple[Said, tuple[str, ...]] | None
    auth: tuple[str, ...]
    aliases: tuple[Alias, ...]
    deprecated: Deprecation | None
    signature: str
    input: tuple[FieldView, ...]
    rules: tuple[tuple[Said, tuple[str, ...]], ...]
    output: tuple[FieldView, ...]
    returned: tuple[Said, ...]
    telltales: tuple[tuple[Said, tuple[ConditionView, ...]], ...]
    errors: tuple[ErrorView, ...]
    examples: tuple[ExampleView, ...]
    evidence: EvidenceView | None
    snippets: tuple[SnippetView, ...]
    related: Related
    source: str

    @property
    def all_input(self) -> tuple[tuple[str, FieldView], ...]:
        """The rows of the input with all nested rows between them, by path."""
        return tuple(flatten(self.input))

    @property
    def all_output(self) -> tuple[tuple[str, FieldView], ...]:
        """The rows of the output with all nested rows between them, by path."""
        return tuple(flatten(self.output))


def action_view(action: Action, connector: Connector, rows: Rows, package: str, headings: Headings) -> ActionView:
    """Everything a page says about an action. `auth` is set only where there is a choice of schemes.

    Of the connector, only its servers, authentication, budgets and entities are looked at.
    """
    endpoint = action.endpoint
    return ActionView(
        id=action.id,
        title=headings.title,
        summary=headings.summary,
        description=action.description,
        use_when=action.use_when,
        notes=action.notes,
        handling=tuple(note for notes_of in _HANDLING for note in notes_of(action)),
        tags=action.tags,
        effect=action.effect,
        effect_label=EFFECTS[action.effect],
        idempotent=action.idempotent,
        idempotency_key=action.idempotency_key,
        rates=rate_texts(action, connector),
        endpoint=f"{endpoint.method} {endpoint.path}" if endpoint else None,
        calls=calls_text(action.composite),
        auth=action.auth if len(connector.auth) > 1 else (),
        aliases=action.aliases,
        deprecated=action.deprecated,
        signature=signature_of(action),
        input=rows.input(action),
        rules=tuple(rule_text(rule) for rule in action.rules),
        output=rows.output(action),
        returned=tuple(returned_notes(action, connector.entities, rows.returned(action))),
        telltales=telltale_views(action),
        errors=error_views(action.errors),
        examples=example_views(action),
        evidence=evidence_view(action.evidence),
        snippets=snippet_views(action, connector, package),
        related=headings.related,
        source=action.source.file,
    )
