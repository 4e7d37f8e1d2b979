"""A model has the last word on a sentence that is not a quotation."""

from assistant.checking.entailed import entailed
from tests.assistant.checking.drafts import verdict


class Scripted:
    """Gives every pair the same score and remembers what it was asked."""

    def __init__(self, score):
        self.score, self.asked = score, []

    def scores(self, pairs):
        self.asked += pairs
        return [self.score for _ in pairs]


def test_a_sentence_below_the_threshold_is_refused():
    source = "Een paspoort kost € 88,25."
    assert (
        verdict(entailed(Scripted(0.4), 0.5), source, "Het kost € 88,25.") == "not entailed (0.40)"
    )
    assert verdict(entailed(Scripted(0.5), 0.5), source, "Het kost € 88,25.") is None


def test_the_model_reads_the_cited_sentences_under_their_headings():
    model = Scripted(1.0)
    heading = {"title": "Paspoort", "headings": ("Kosten",)}
    verdict(
        entailed(model, 0.5), ["Het kost € 88,25.", "Betaal met pin."], "Pin € 88,25.", **heading
    )
    assert model.asked == [("Paspoort Kosten Het kost € 88,25. Betaal met pin.", "Pin € 88,25.")]


def test_a_quotation_is_not_judged():
    model = Scripted(0.0)
    assert verdict(entailed(model, 0.5), "Neem een pasfoto mee.", "Neem een pasfoto mee.") is None
    assert not model.asked
