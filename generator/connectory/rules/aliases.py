"""An identifier leads to one action."""

from connectory.diagnostics import Code, Diagnostics, Note, Span
from connectory.model import Project
from connectory.naming import fold_identifier

ALIAS_TAKEN = Code(
    "A101",
    "alias-taken",
    "Ids and aliases of a connector lead to one action each, in any spelling: `ACME_ADD` and `acme-add` are the same "
    "identifier.",
    "# add_domain.yaml and add_site.yaml both have\naliases: {catalogue: ACME_ADD}",
    "# add_domain.yaml has\naliases: {catalogue: ACME_ADD_DOMAIN}\n# add_site.yaml has\n"
    "# aliases: {catalogue: ACME_ADD_SITE}",
)


def check(project: Project, found: Diagnostics) -> None:
    """Report aliases that are an id or alias of another action, or stand twice in one."""
    for connector in project.connectors:
        ids = ((fold_identifier(item.id), (item.id, item.source)) for item in connector.actions)
        taken: dict[str, tuple[str, Span]] = dict(ids)
        for action in connector.actions:
            for alias in action.aliases:
                place = action.at(f"aliases.{alias.catalogue}.{alias.id}")
                owner, span = taken.setdefault(fold_identifier(alias.id), (action.id, place))
                if owner != action.id:
                    message = f"`{alias.id}` leads to `{owner}` already"
                    hint = "an alias belongs to one action; remove it here or there"
                    found.error(ALIAS_TAKEN, place, message, hint=hint, notes=(Note(span, f"of `{owner}`"),))
