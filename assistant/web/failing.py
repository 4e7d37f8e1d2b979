"""What the server answers where something is refused or goes wrong."""

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from assistant.domain import AssistantError, NotFound
from assistant.records.domain import RecordsError
from assistant.web import api, pages
from assistant.web.identity import TEXT
from assistant.web.reception import Reception, Refused
from configs.domain import Language

STATUSES: dict[type[AssistantError], int] = {NotFound: 404, RecordsError: 503}
"""What a refusal is in HTTP; any other is a conflict with how things stand."""
KEYS: dict[int, str] = {
    HTTPStatus.NOT_FOUND: "errors.not_found",
    HTTPStatus.BAD_REQUEST: "errors.invalid",
}
"""What is said of a status that the framework gives, such as of JSON that can't be read."""


def answer_errors(app: FastAPI, reception: Reception) -> None:
    """Whatever goes wrong becomes one clear sentence, and never a trace."""

    def answer(request: Request, refused: Refused) -> Response:
        if request.url.path.startswith(("/api/", "/v1/", f"{TEXT.path}/document")):
            return api.problem(reception, request, refused)
        return pages.failure(request, reception, refused.status, refused.key)

    @app.exception_handler(Refused)
    def refuse(request: Request, error: Refused) -> Response:
        return answer(request, error)

    @app.exception_handler(AssistantError)
    def explain(request: Request, error: AssistantError) -> Response:
        status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 409)
        known = error.key in reception.service.texts.keys(Language.NL)
        return answer(request, Refused(error.key if known else "errors.not_allowed", status))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        places = {str(problem["loc"][-1]) for problem in error.errors() if problem["loc"]}
        return answer(request, Refused("errors.invalid", 422, fields=", ".join(sorted(places))))

    @app.exception_handler(HTTPException)
    def absent(request: Request, error: HTTPException) -> Response:
        key = KEYS.get(error.status_code, "errors.forbidden")
        return answer(request, Refused(key, error.status_code, fields="body"))

    @app.exception_handler(Exception)
    def fail(request: Request, error: Exception) -> Response:
        return answer(request, Refused("errors.failed", 500))
