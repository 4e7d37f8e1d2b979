"""Run the application: ready for many who come at once, and gone soon after it is told to stop."""

import gc
import logging
import resource
from asyncio import CancelledError

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from assistant.web.patience import Unhurried
from configs.slices.server import ServerSettings

FILES = 65_536
"""Open files wanted: each chat has one connection, each open page another."""
FAREWELL = 5
"""Answers under way get so long (s) to end; an open page would keep its connection for ever."""
LET_GO = "timeout graceful shutdown exceeded"
"""What uvicorn logs then."""


def run(app: FastAPI, server: ServerSettings) -> None:
    """Serve until stopped."""
    open_many()
    gc.collect()
    gc.freeze()  # what is here to stay need not be looked over again while a thousand ask
    logging.getLogger("uvicorn.error").addFilter(_unforeseen)
    uvicorn.Server(configured(app, server)).run()


def configured(app: ASGIApp, server: ServerSettings) -> uvicorn.Config:
    """How it is served; where a request came from is believed of `server.trusted_proxies` alone."""
    return uvicorn.Config(
        app,
        host=server.host,
        port=server.port,
        http=Unhurried,
        ws="none",
        log_level="warning",
        server_header=False,
        proxy_headers=bool(server.trusted_proxies),
        forwarded_allow_ips=list(server.trusted_proxies),
        timeout_graceful_shutdown=FAREWELL,
    )


def open_many() -> int:
    """Raise the limit of open files as far as this user may, up to `FILES`; gives what it is."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return soft


def _unforeseen(record: logging.LogRecord) -> bool:
    """That open pages are let go at the end is no error."""
    cause = record.exc_info[1] if record.exc_info else None
    return not isinstance(cause, CancelledError) and LET_GO not in record.getMessage()
