"""From settings to engines and embedders."""

from pathlib import Path

from configs.domain import ConfigurationError
from configs.settings import Settings
from ingest.library.generations import Generations
from models.catalogue import load_catalogue
from models.domain import Embedder


def generations_of(settings: Settings) -> Generations:
    """The collections of the library that the settings name; nothing is opened yet."""
    chosen = settings.library
    if chosen.engine == "embedded":
        from ingest.library.embedded_generations import EmbeddedGenerations

        return EmbeddedGenerations(settings.data / "library", chosen.collection)
    from ingest.library.server_connection import Connection
    from ingest.library.server_generations import ServerGenerations

    if not chosen.url:
        raise ConfigurationError("VRAAGBAAK_LIBRARY__URL: `engine: server` needs its address.")
    key = chosen.api_key.get_secret_value() if chosen.api_key else None
    return ServerGenerations(Connection(chosen.url, key), chosen.collection, chosen.cluster)


def embedder_of(settings: Settings) -> Embedder | None:
    """The embedder that the settings name, if any; `ModelMissing` when it cannot be loaded."""
    chosen = settings.library
    if not chosen.embedder:
        return None
    from models.embedding import load_embedder

    folder = Path(chosen.embedder)
    return load_embedder(folder, *_prefixes(settings, folder.absolute().name))


def _prefixes(settings: Settings, name: str) -> tuple[str, str]:
    """As set; where none is, as the card says whose name the folder has."""
    chosen, own = settings.library, settings.models.catalogue
    if chosen.query_prefix or chosen.passage_prefix:
        return chosen.query_prefix, chosen.passage_prefix
    card = load_catalogue(Path(own) if own else None).get(name)
    return (card.query_prefix, card.passage_prefix) if card else ("", "")
