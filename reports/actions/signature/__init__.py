"""What goes out for a signature: a provider for each kind of it."""

from reports.actions.signature.letters import LETTERS
from reports.actions.signature.papers import PAPERS
from reports.actions.signature.subjects import Provider

SUBJECTS: dict[str, Provider] = {provider.kind: provider for provider in (LETTERS, PAPERS)}
