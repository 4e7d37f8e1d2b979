"""The settings of where a request for a person is delivered besides our own desk."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from configs.domain import Noun

Topics = Annotated[
    tuple[str, ...], Field(description="Only requests that hold one of these words; empty: all")
]


class OpenKlantSettings(Noun):
    url: str = Field(
        "", description="Open Klant, up to `/klantinteracties/api/v1`; empty: not used"
    )
    token: SecretStr | None = Field(None, description="Its token; environment only")
    version: str = Field("2.18", pattern=r"^2\.\d{1,3}$", description="Its version, from 2.4 on")
    channel: str = Field(
        "chatbot", min_length=1, max_length=50, description="What `kanaal` of a contact is called"
    )
    department: str = Field(
        "KCC", min_length=1, max_length=200, description="Identifier of the department that calls"
    )
    department_name: str = Field(
        "Klantcontactcentrum", min_length=1, max_length=200, description="Its name"
    )
    topics: Topics = ()


class MailSettings(Noun):
    host: str = Field("", description="Mail server (SMTP); empty: no mail")
    port: int = Field(587, ge=1, le=65535, description="Its port")
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="How the line to it is secured; `none` on this machine only"
    )
    user: str = Field("", description="Name to log in with; empty: no login")
    password: SecretStr | None = Field(None, description="Its password; environment only")
    sender: str = Field("", description="Address that the mail comes from")
    to: tuple[str, ...] = Field((), description="Addresses of the people who answer")
    topics: Topics = ()


class WebhookSettings(Noun):
    url: str = Field("", description="Address that gets each request as signed JSON; empty: none")
    secret: SecretStr | None = Field(None, description="Key of the signature; environment only")
    topics: Topics = ()


class ChatwootSettings(Noun):
    url: str = Field("", description="Chatwoot, such as https://chat.gemeente.nl; empty: not used")
    token: SecretStr | None = Field(
        None, description="Access token of an agent of its own; environment only"
    )
    account: int = Field(1, ge=1, description="Number of the account")
    inbox: int = Field(1, ge=1, description="Number of its inbox, a channel of the kind API")
    topics: Topics = ()


class HandoffSettings(Noun):
    open_klant: OpenKlantSettings = OpenKlantSettings()
    mail: MailSettings = MailSettings()
    webhook: WebhookSettings = WebhookSettings()
    chatwoot: ChatwootSettings = ChatwootSettings()
    timeout: float = Field(20.0, gt=0, le=100, description="Longest wait for another system (s)")
    give_up_days: int = Field(
        7, ge=1, le=90, description="Days in which delivery is tried again and again"
    )
