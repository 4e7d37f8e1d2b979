"""From settings to engines and embedders."""

from pathlib import Path

from configs.domain import ConfigurationError
from configs.settings import Settings
from ingest.library.generations import Generations
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

    return load_embedder(Path(chosen.embedder), chosen.query_prefix, chosen.passage_prefix)
