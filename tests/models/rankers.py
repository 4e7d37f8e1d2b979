"""A tiny cross-encoder that learned, here and now, that texts which share words belong together."""

import random

WORDS = [
    *("paspoort", "afval", "parkeren", "trouwen"),
    *("verhuizen", "kosten", "afspraak", "bezwaar"),
]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]


def trained(folder, labels=1, steps=400):
    """One attention layer on one-hot words: a question and a text match where they share one."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    tokenizer(folder)
    torch.manual_seed(7)
    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=len(SPECIAL + WORDS),
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=64,
            max_position_embeddings=64,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            initializer_range=0.2,
            num_labels=labels,
        )
    )
    if labels == 1:
        _learn(model, steps)
    model.eval()
    model.save_pretrained(folder)
    return folder


def tokenizer(folder):
    """Whole words, with the signs that a pair of texts is set in."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    vocabulary = {word: place for place, word in enumerate(SPECIAL + WORDS)}
    words = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    words.normalizer = normalizers.Lowercase()
    words.pre_tokenizer = pre_tokenizers.Whitespace()
    words.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(sign, SPECIAL.index(sign)) for sign in ("[CLS]", "[SEP]")],
    )
    PreTrainedTokenizerFast(
        tokenizer_object=words,
        cls_token="[CLS]",
        pad_token="[PAD]",
        unk_token="[UNK]",
        model_max_length=64,
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    ).save_pretrained(folder)


def _learn(model, steps):
    import torch

    dice = random.Random(7)  # noqa: S311
    best = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(steps):
        pairs = [_pair(dice) for _ in range(64)]
        ids = torch.tensor([[2, *question, 3, *text, 3] for question, text, _ in pairs])
        kinds = torch.tensor([[0] * (len(q) + 2) + [1] * (len(t) + 1) for q, t, _ in pairs])
        right = torch.tensor([[float(shared)] for *_, shared in pairs])
        given = model(input_ids=ids, token_type_ids=kinds).logits
        loss = torch.nn.functional.binary_cross_entropy_with_logits(given, right)
        best.zero_grad()
        loss.backward()
        best.step()


def _pair(dice):
    """One word asked and three said; in half of the pairs it is one of them."""
    chosen = dice.sample(range(len(SPECIAL), len(SPECIAL) + len(WORDS)), 4)
    question, text = chosen[:1], chosen[1:]
    shared = dice.random() < 0.5
    if shared:
        text[dice.randrange(3)] = question[0]
    return question, text, shared
