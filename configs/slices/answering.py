"""The settings of the way from question to answer."""

from typing import Annotated, Literal

from pydantic import Field

from configs.domain import Noun

Share = Annotated[float, Field(ge=0, le=1)]


class AnsweringSettings(Noun):
    writer: Literal["quote", "generate"] = Field(
        "quote", description="Quote the sources, or let the model of `chat` write"
    )
    passages: int = Field(12, ge=1, le=50, description="Passages read for one answer")
    per_page: int = Field(4, ge=1, le=20, description="Most passages of one page")
    least_relevance: Share | None = Field(
        None, description="Passages below this are not read; empty: as each edition was calibrated"
    )
    sentences: int = Field(6, ge=1, le=20, description="Most sentences quoted in one answer")
    question_length: int = Field(
        1000, ge=50, le=10_000, description="Longest question (characters)"
    )
    allowed_links: tuple[str, ...] = Field(
        (), description="Links, phones and e-mails that an answer may name without a source"
    )
    forbidden_words: tuple[str, ...] = Field(
        (), description="Words that an answer may only use where its source does"
    )
    reranker: str = Field(
        "", description="Folder of a cross-encoder that orders what was found; empty: none"
    )
    rerank_wait: float = Field(
        1.5, gt=0, le=60, description="Longest wait for it; then the order stays (s)"
    )
    entailment: str = Field("", description="Folder of a cross-encoder that checks; empty: none")
    least_entailment: Share = Field(
        0.5, description="What that model gives a sentence at least that is shown"
    )
