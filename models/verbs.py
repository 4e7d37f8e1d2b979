"""What `python -m models` does: one verb per command; results on stdout, the rest on stderr."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from configs.domain import ConfigurationError
from configs.settings import Settings
from models.cards import Gpu, ModelCard, Purpose
from models.catalogue import Catalogue, find_card, load_catalogue
from models.checking import check_folder, write_manifest
from models.domain import ModelMissing, ModelRefused, ModelUnfit
from models.fitting import fit, fits_somewhere
from models.folders import as_found, card_of, is_model
from models.gpu import find_gpus
from models.preparing import prepare
from models.printing import as_row, paper, put, show_all, show_findings, show_list
from models.probing import probe
from models.serving import (
    HOST,
    KEY,
    Command,
    Place,
    as_shell,
    cpu_command,
    gpu_command,
    keep_watermark,
    run,
)

Verb = Callable[[Settings, argparse.Namespace], bool]
"""Gives whether the command did what was asked."""


def list_cards(settings: Settings, options: argparse.Namespace) -> bool:
    """Every card, with what fits this machine, or the memory that was named."""
    cards, gpus = list(_catalogue(settings, options).values()), _gpus(settings, options)
    if options.json:
        put(
            {
                "gpus": [gpu.model_dump() for gpu in gpus],
                "cards": [as_row(card, gpus) for card in cards],
            }
        )
    else:
        show_list(cards, gpus, asked=_memory(settings, options) is not None)
    return True


def show_card(settings: Settings, options: argparse.Namespace) -> bool:
    """One card in full."""
    card = find_card(_catalogue(settings, options), options.name)
    gpus = _gpus(settings, options)
    if options.json:
        put({**as_row(card, gpus), **card.model_dump(mode="json")})
    else:
        show_all(card, gpus)
    return True


def check_model(settings: Settings, options: argparse.Namespace) -> bool:
    """Look at a model's folder, and at the server where one is named."""
    card, folder = _chosen(settings, options)
    findings = []
    if not options.server_only:
        if options.write_hashes:
            write_manifest(_present(card, folder))
        findings += check_folder(card, _present(card, folder))
    if options.url:
        key = settings.chat.key
        findings += probe(options.url, key.get_secret_value() if key else None, card.name)
    if options.json:
        put({"folder": str(folder), "findings": [one.model_dump() for one in findings]})
    else:
        show_findings(findings)
    return all(finding.good is not False for finding in findings)


def prepare_model(settings: Settings, options: argparse.Namespace) -> bool:
    """Make a folder that needs no code, beside the other models."""
    card = find_card(_catalogue(settings, options), options.name)
    target = prepare(card, options.source, _shelf(settings) / card.name)
    if options.json:
        put({"folder": str(target)})
    else:
        paper().print(f"made {target}; next: python -m models check {card.name}", soft_wrap=True)
    return True


def serve_model(settings: Settings, options: argparse.Namespace) -> bool:
    """Start vLLM in the place of this process, or show how it would be started."""
    card, folder = _chosen(settings, options)
    if card.purpose is not Purpose.CHAT:
        raise ConfigurationError(f"{card.name} is no chat model: the assistant loads it itself.")
    card = as_found(card, folder) if is_model(folder) else card
    command = _command(settings, options, card, folder)
    if options.print:
        _show(command, options.json)
        return True
    key = settings.chat.key
    if key is None or not key.get_secret_value():
        raise ConfigurationError(f"{KEY}: set it to a key of your own; vLLM will ask for it.")
    wrong = [
        one for one in check_folder(card, _present(card, folder), hashes=False) if one.good is False
    ]
    if wrong:
        told = "; ".join(f"{one.what}: {one.detail}" for one in wrong)
        raise ModelRefused(f"{folder} is not served: {told}")
    _tell(f"{card.name} on http://{HOST}:{options.port}/v1", "green")
    run(command, key.get_secret_value(), os.environ)
    return True


def _command(
    settings: Settings, options: argparse.Namespace, card: ModelCard, folder: Path
) -> Command:
    if options.window and card.window and options.window > card.window:
        raise ConfigurationError(f"--window: {card.name} reads at most {card.window} tokens.")
    place = Place(folder=folder.absolute(), port=options.port, vllm=settings.models.vllm)
    if options.cpu:
        if card.watermark:
            _tell("vLLM writes no watermark on the CPU", "yellow")
        return cpu_command(card, place, options.window)
    gpus = _gpus(settings, options)
    if not gpus:
        raise ModelUnfit(
            "No graphics card was found here: name one (--memory 80), or use --cpu for a trial."
        )
    try:
        placed = fit(card, min(gpu.memory for gpu in gpus), len(gpus), options.window)
    except ModelUnfit as error:
        raise ModelUnfit(f"{error} {_instead(settings, options, gpus)}") from error
    return gpu_command(
        card, placed, place.model_copy(update={"secrets": _secrets(settings, options, card)})
    )


def _instead(settings: Settings, options: argparse.Namespace, gpus: tuple[Gpu, ...]) -> str:
    cards = [one for one in _catalogue(settings, options).values() if one.purpose is Purpose.CHAT]
    names = ", ".join(one.name for one in fits_somewhere(cards, gpus))
    return f"What fits: {names}." if names else "No model of the catalogue fits."


def _secrets(settings: Settings, options: argparse.Namespace, card: ModelCard) -> Path | None:
    """The file that carries the watermark's key to vLLM, where the card asks for a watermark."""
    if card.watermark is None:
        return None
    file = settings.data.absolute() / f"vllm-{card.name}.yaml"
    if options.print:
        return file
    key = settings.models.watermark_key
    if key is None or not key.get_secret_value().isdecimal():
        raise ConfigurationError(
            f"VRAAGBAAK_MODELS__WATERMARK_KEY: the card {card.name} asks for a watermark; set "
            "it to a large number of your own, and keep it: who has it can recognise the texts."
        )
    return keep_watermark(file, card.watermark, int(key.get_secret_value()))


def _chosen(settings: Settings, options: argparse.Namespace) -> tuple[ModelCard, Path]:
    """A card of the catalogue and its folder, or a folder and what it says of itself."""
    catalogue = _catalogue(settings, options)
    name = options.name or settings.models.card
    if not name:
        raise ConfigurationError("Name a model card or a folder, or set VRAAGBAAK_MODELS__CARD.")
    known = any(name in {card.name, card.id} for card in catalogue.values())
    folder = Path(name)
    if not known and is_model(folder):
        return card_of(folder), folder
    card = find_card(catalogue, name)
    return card, options.folder or _shelf(settings) / card.name


def _present(card: ModelCard, folder: Path) -> Path:
    if is_model(folder):
        return folder
    revision = f" at revision {card.revision}" if card.revision else ""
    how = (
        f"prepare it: python -m models prepare {card.name} FOLDER"
        if card.remote_code
        else ("put its files there")
    )
    raise ModelMissing(
        f"VRAAGBAAK_MODELS__FOLDER: {folder} is not there; fetch {card.id}{revision}, and {how}."
    )


def _catalogue(settings: Settings, options: argparse.Namespace) -> Catalogue:
    own = options.catalogue or (
        Path(settings.models.catalogue) if settings.models.catalogue else None
    )
    return load_catalogue(own)


def _shelf(settings: Settings) -> Path:
    return Path(settings.models.folder) if settings.models.folder else settings.data / "models"


def _memory(settings: Settings, options: argparse.Namespace) -> float | None:
    return options.memory or settings.models.memory or None


def _gpus(settings: Settings, options: argparse.Namespace) -> tuple[Gpu, ...]:
    """The graphics cards to reckon with: those that were named, or those that are here."""
    if memory := _memory(settings, options):
        return tuple(Gpu(name="a card", memory=memory) for _ in range(options.gpus or 1))
    return find_gpus()[: options.gpus]


def _show(command: Command, as_json: bool) -> None:
    if as_json:
        put(command.model_dump(mode="json"))
    else:
        paper().print(escape(as_shell(command)), soft_wrap=True, highlight=False)


def _tell(text: str, colour: str) -> None:
    Console(stderr=True).print(f"[{colour}]{escape(text)}[/]", soft_wrap=True, highlight=False)
