"""A service whose answers are written out here; everything else about it is real."""
import asyncio
from datetime import datetime, UTC
from uuid import uuid4
from assistant.domain import *
from assistant.domain import Message
from configs.domain import Language
from configs.settings import load_settings
from configs.texts import Texts
from configs.theme import load_theme

class FakeRecords:
    def __init__(self): self.c={}; self.reports=[]; self.n=0
    def writable(self): return True
    def open_conversation(self,id,language):
        if id is None: id=uuid4().hex; self.c[id]=[]
        if id not in self.c: raise NotFound("errors.unknown_conversation")
        return Conversation(id=id)
    def messages(self,id,after=0):
        if id not in self.c: raise NotFound("errors.unknown_conversation")
        return [m for m in self.c[id] if m.id>after]
    def say(self,id,role,text,author="",answer=None):
        self.n+=1
        self.c[id].append(Message(id=self.n,role=role,text=text,author=author,answer=answer,at=datetime.now(UTC)))
    def report(self,a,c,r): self.reports.append((a,c,r))
class FakeHandoffs:
    def __init__(self,r): self.r=r; self.h={}
    def active(self,c): return next((h for h in self.h.values() if h.conversation==c and h.state!=State.CLOSED),None)
    def waiting(self): return [h for h in self.h.values() if h.state==State.QUEUED]
    def promise(self,language): return "Wij zijn open tot 17.00 uur."
    def preview(self,c): return [f"{m.role}: {m.text or (m.answer.message if m.answer else '')}" for m in self.r.messages(c)]
    def request(self,c,*,reason,contact,note=""):
        h=Handoff(id=uuid4().hex,conversation=c,reference="V-2026-00417",state=State.QUEUED,reason=reason,contact=contact,note=note,asked_at=datetime.now(UTC)); self.h[h.id]=h
        return h
class Lib: published=3
class ScriptedService:
    def __init__(self,**changes):
        self.settings=load_settings("demo",**changes); self.theme=load_theme("waterveen"); self.texts=Texts(); self.records=FakeRecords(); self.handoffs=FakeHandoffs(self.records); self.library=Lib(); self.pause=0.0
    async def ask(self,text,conversation=None,language=None):
        known=self.records.open_conversation(conversation,language)
        self.records.say(known.id,Role.USER,text)
        for step in ("screen","route","retrieve"):
            yield Working(step=step); await asyncio.sleep(self.pause)
        a=script(text,known.id,language or Language.NL)
        for c in a.claims:
            yield c; await asyncio.sleep(self.pause)
        self.records.say(known.id,Role.ASSISTANT,"",answer=a)
        yield a
AT=datetime(2026,11,21,9,tzinfo=UTC)
def script(text,conversation,language):
    base=dict(id=uuid4().hex,conversation=conversation,notice="Gemaakt door AI. Dit zijn letterlijke zinnen uit officiële bronnen. Kijk altijd bij de bron; u kunt geen rechten ontlenen aan dit antwoord.",language=language,edition=3)
    if "paspoort" in text.lower():
        return Answer(outcome="references",completeness="partial",message="Dit antwoord is niet volledig. Hierover vond ik niets in onze bronnen: laten bezorgen.",
          claims=(Claim(text="Soort: Paspoort tot 18 jaar · Kosten: € 63,42 · Spoed: € 57,83 extra",cited=(1,)),Claim(text="Uw paspoort ligt na vijf werkdagen klaar.",cited=(2,))),
          citations=(Citation(number=1,title="Paspoort aanvragen",url="https://www.waterveen.example/paspoort/",link="https://www.waterveen.example/paspoort/#kosten:~:text=Paspoort",headings=("Kosten",),sentences=("Soort: Paspoort tot 18 jaar · Kosten: € 63,42 · Spoed: € 57,83 extra",),source="waterveen",owner="Gemeente Waterveen",read_at=AT,edition=3),
            Citation(number=2,title="Paspoort ophalen",url="https://www.waterveen.example/paspoort/ophalen/",link="https://www.waterveen.example/paspoort/ophalen/#:~:text=Uw%20paspoort",headings=("Wanneer",),sentences=("Uw paspoort ligt na vijf werkdagen klaar.",),source="waterveen",owner="Gemeente Waterveen",read_at=AT,edition=3)),
          handoff=Offer(offered=True,reason="partial"),**base)
    if "stem" in text.lower():
        return Answer(outcome="out_of_scope",completeness="none",message="Ik geef geen stemadvies. Ik kan u wel vertellen waar en hoe u stemt.",suggestions=("Waar kan ik stemmen?","Ik heb geen stempas gekregen"),**base)
    return Answer(outcome="no_source",completeness="none",message="Dat kan ik niet vinden in onze bronnen. Deze pagina's gaan over hetzelfde onderwerp.",related=(Related(title="Omgevingsvergunning: wanneer nodig?",url="https://www.waterveen.example/omgevingsvergunning/"),),handoff=Offer(offered=True,reason="no_source"),**base)
