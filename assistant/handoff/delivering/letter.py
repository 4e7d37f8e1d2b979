"""A request in words, for systems in which people read: a mailbox, a note in Chatwoot."""

from assistant.handoff.delivering.domain import Parcel
from configs.texts import Texts


def written(parcel: Parcel, texts: Texts) -> str:
    """Reference, how to reach the resident, their note, the conversation, its sources."""
    handoff, language = parcel.handoff, parcel.handoff.language
    say = texts.say
    given = handoff.contact.model_dump() if handoff.contact else {}
    reach = [value for value in given.values() if value]
    said = [
        f"{say(f'mail.{message.role.value}', language)}: {message.text}"
        for message in parcel.messages
    ]
    parts = [
        say("mail.asked", language, reference=handoff.reference),
        say("mail.contact", language, contact=", ".join(reach))
        if reach
        else say("mail.no_contact", language),
        say("mail.note", language, note=handoff.note) if handoff.note else "",
        "\n\n".join((say("mail.conversation", language), *said)),
        "\n".join((say("mail.sources", language), *parcel.sources)) if parcel.sources else "",
    ]
    return "\n\n".join(part for part in parts if part)
