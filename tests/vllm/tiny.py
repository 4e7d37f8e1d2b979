"""Make a tiny model with random weights, shaped like EuroLLM, Teuken or Mistral.

Runs in the environment that `environment.py` makes: `python tests/vllm/tiny.py FOLDER SHAPE`.
"""

import argparse
import re
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    PreTrainedTokenizerFast,
)

ROOT = Path(__file__).parents[2]
WINDOW = 8192
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TEUKEN = (
    "{% for message in messages %}{% if message['role'] == 'system' %}System: "
    "{{ message['content'] }}\n{% elif message['role'] == 'user' %}User: {{ message['content'] }}\n"
    "{% else %}Assistant: {{ message['content'] }}</s>\n{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}Assistant:{% endif %}"
)
MISTRAL = (
    "<s>{% for message in messages %}{% if message['role'] == 'system' %}[SYSTEM_PROMPT]"
    "{{ message['content'] }}[/SYSTEM_PROMPT]{% elif message['role'] == 'user' %}[INST]"
    "{{ message['content'] }}[/INST]{% else %}{{ message['content'] }}</s>{% endif %}{% endfor %}"
)
SHAPES = {
    "eurollm": (CHATML, ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"], "<|im_end|>"),
    "teuken": (TEUKEN, ["<unk>", "<s>", "</s>"], "</s>"),
    "mistral": (
        MISTRAL,
        ["<unk>", "<s>", "</s>", "[INST]", "[/INST]", "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]"],
        "</s>",
    ),
}


def texts() -> list[str]:
    """The words of the demo municipality's pages."""
    pages = sorted((ROOT / "configs" / "demo" / "site").rglob("*.html"))
    return [re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")) for page in pages]


def tokenizer(shape: str) -> PreTrainedTokenizerFast:
    """EuroLLM and Mistral have a byte-pair vocabulary, Teuken a unigram one."""
    template, special, end = SHAPES[shape]
    if shape == "teuken":
        made = Tokenizer(models.Unigram())
        made.normalizer = normalizers.NFKC()
        made.pre_tokenizer = pre_tokenizers.Metaspace()
        made.decoder = decoders.Metaspace()
        signs = [chr(code) for code in range(32, 127)] + list("€éëïöüèáó\n")
        trainer = trainers.UnigramTrainer(
            vocab_size=3000, special_tokens=special, unk_token="<unk>", initial_alphabet=signs
        )
    else:
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        made.decoder = decoders.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(
            vocab_size=4096, special_tokens=special, initial_alphabet=alphabet
        )
    made.train_from_iterator(texts(), trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        bos_token="<s>",
        eos_token=end,
        unk_token="<unk>",
        chat_template=template,
    )


def model(shape: str, words: PreTrainedTokenizerFast) -> LlamaForCausalLM | MistralForCausalLM:
    """Three small layers with grouped queries; the same seed gives the same weights."""
    torch.manual_seed(7)
    known = {
        "vocab_size": len(words),
        "hidden_size": 128,
        "intermediate_size": 256,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": WINDOW,
        "bos_token_id": words.bos_token_id,
        "eos_token_id": words.eos_token_id,
        "dtype": "bfloat16",
    }
    if shape == "mistral":
        return MistralForCausalLM(MistralConfig(**known, head_dim=32, sliding_window=None))
    return LlamaForCausalLM(LlamaConfig(**known, tie_word_embeddings=shape == "teuken"))


def main() -> None:
    """Write the model's folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("shape", choices=SHAPES)
    options = parser.parse_args()
    words = tokenizer(options.shape)
    words.save_pretrained(options.folder)
    model(options.shape, words).to(torch.bfloat16).save_pretrained(options.folder)


main()
