# SPDX-License-Identifier: GPL-3.0-or-later
"""The models of the set: their sizes, their random weights, and the network of `transformers` that holds them."""
from dataclasses import dataclass, field

import torch
import transformers

SENTIMENT = ["NEGATIVE", "POSITIVE"]
THREE = ["negative", "neutral", "positive"]


@dataclass
class Model:
    """One folder of models/."""
    name: str
    architecture: str  # class of transformers
    model_type: str
    tokenizer: str
    seed: int
    max_length: int
    settings: dict  # of config.json; the vocabulary's size is added
    labels: list = field(default_factory=lambda: SENTIMENT)
    layout: str = "safetensors"
    note: str = ""
    json: bool = True  # has a tokenizer.json
    own_files: tuple = None  # names of the other tokenizer files; None: all
    problem: str = None
    sharp: bool = False
    dtype: torch.dtype = torch.float32  # of the stored weights
    extra_config: dict = field(default_factory=dict)

    @property
    def is_classifier(self):
        return self.architecture.endswith("ForSequenceClassification")

    @property
    def is_gpt(self):
        return self.model_type in ("gpt2", "openai-gpt")


def bert_sizes(hidden=24, layers=3, heads=4, ffn=40, positions=64, act="gelu", types=2):
    return {"hidden_size": hidden, "num_hidden_layers": layers, "num_attention_heads": heads, "intermediate_size": ffn, "hidden_act": act,
        "max_position_embeddings": positions, "type_vocab_size": types, "layer_norm_eps": 1e-12, "pad_token_id": 0}


def deberta_sizes(**other):
    return {"hidden_size": 24, "num_attention_heads": 4, "intermediate_size": 40, "hidden_act": "gelu", "type_vocab_size": 0,
        "layer_norm_eps": 1e-7, "pad_token_id": 0, "relative_attention": True, "max_relative_positions": -1, "pooler_dropout": 0,
        "pooler_hidden_act": "gelu", "pooler_hidden_size": 24} | other


BERT = dict(architecture="BertForSequenceClassification", model_type="bert", tokenizer="wordpiece-uncased", seed=2301, max_length=64,
    settings=bert_sizes())

MODELS = [
    Model("bert", **BERT),
    Model("bert-zh", "BertForSequenceClassification", "bert", "wordpiece-zh", 2302, 48, bert_sizes(20, 2, 2, 36, 48), ["差", "一般", "好"], "bin",
        "pytorch_model.bin, vocab.txt only (no tokenizer.json)", json=False),
    Model("bert-legacy", **BERT, layout="legacy", dtype=torch.float16, json=False, own_files=("vocab.txt",),
        note="pytorch_model.bin, fp16, LayerNorm.gamma/beta, 'bert.' prefix, position_ids buffer, extra cls.* heads (one sharing its storage), no tokenizer.json",
        extra_config={"torch_dtype": "float16", "_name_or_path": "some/other-place"}),
    Model("bert-noprefix", **BERT, layout="noprefix", dtype=torch.bfloat16,
        note="model.safetensors, bf16, LayerNorm.gamma/beta, no 'bert.' prefix on the encoder, extra cls.* heads"),
    Model("bert-oldpickle", **BERT, layout="oldpickle", json=False, note="pytorch_model.bin in the format before torch 1.6 (not a zip), fp32, plain dict"),
    Model("bert-sharded", "BertForSequenceClassification", "bert", "wordpiece-uncased", 2304, 56, bert_sizes(20, 2, 2, 16, 56, act="relu"), THREE,
        "sharded", "model.safetensors.index.json and shards; relu"),
    Model("distilbert", "DistilBertForSequenceClassification", "distilbert", "wordpiece-cased", 2305, 64,
        {"dim": 20, "n_layers": 2, "n_heads": 4, "hidden_dim": 36, "activation": "gelu", "max_position_embeddings": 64, "pad_token_id": 0,
            "sinusoidal_pos_embds": False}),
    Model("roberta", "RobertaForSequenceClassification", "roberta", "bytebpe-roberta", 2306, 64,
        bert_sizes(20, 2, 2, 36, 66, types=1) | {"layer_norm_eps": 1e-5, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}, THREE),
    Model("electra", "ElectraForSequenceClassification", "electra", "wordpiece-electra", 2307, 64, bert_sizes(24, 2, 4, 40) | {"embedding_size": 16},
        note="embedding_size < hidden_size"),
    Model("albert", "AlbertForSequenceClassification", "albert", "unigram-albert", 2308, 64,
        bert_sizes(24, 3, 4, 40, act="gelu_new") | {"embedding_size": 16, "num_hidden_groups": 1, "inner_group_num": 1, "bos_token_id": 2,
            "eos_token_id": 3, "hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0, "classifier_dropout_prob": 0.1}),
    Model("xlm-roberta", "XLMRobertaForSequenceClassification", "xlm-roberta", "unigram-xlmr", 2309, 64,
        bert_sizes(20, 2, 4, 36, 66, types=1) | {"layer_norm_eps": 1e-5, "pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2}, THREE),
    Model("deberta-v2", "DebertaV2ForSequenceClassification", "deberta-v2", "unigram-deberta", 2310, 64,
        deberta_sizes(num_hidden_layers=3, max_position_embeddings=64, position_biased_input=False, position_buckets=8, share_att_key=True,
            norm_rel_ebd="layer_norm", pos_att_type="p2c|c2p")),
    Model("deberta-v2-plain", "DebertaV2ForSequenceClassification", "deberta-v2", "unigram-deberta", 2311, 48,
        deberta_sizes(num_hidden_layers=2, num_attention_heads=2, max_position_embeddings=48, position_biased_input=True, position_buckets=-1,
            share_att_key=False, norm_rel_ebd="none", pos_att_type=["c2p"]), own_files=("added_tokens.json",),
        note="own position projections (share_att_key false), one attention type, norm_rel_ebd none; tokenizer.json only"),
    Model("gpt2", "GPT2LMHeadModel", "gpt2", "bytebpe-gpt2", 2312, 64,
        {"n_embd": 24, "n_layer": 3, "n_head": 4, "n_positions": 64, "n_inner": None, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5},
        json=False, note="vocab.json + merges.txt, lm_head tied to wte and not stored"),
    Model("gpt2-cls", "GPT2ForSequenceClassification", "gpt2", "bytebpe-gpt2", 2313, 56,
        {"n_embd": 20, "n_layer": 2, "n_head": 2, "n_positions": 56, "n_inner": None, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-5},
        THREE, json=False),
    Model("openai-gpt", "OpenAIGPTLMHeadModel", "openai-gpt", "wordpiece-dialogue", 2314, 80,
        {"n_embd": 20, "n_layer": 3, "n_head": 4, "n_positions": 80, "afn": "gelu", "layer_norm_epsilon": 1e-5}, json=False,
        note="character vocabulary in vocab.txt with [speaker1]/[speaker2]; afn gelu means gelu_new; BertTokenizer"),
    Model("bert-regression", "BertForSequenceClassification", "bert", "wordpiece-cased", 2315, 64, bert_sizes(20, 2, 4, 36), ["LABEL_0"],
        note="one output, no softmax", problem="regression"),
    Model("distilbert-multilabel", "DistilBertForSequenceClassification", "distilbert", "wordpiece-cased", 2316, 64,
        {"dim": 20, "n_layers": 2, "n_heads": 2, "hidden_dim": 36, "activation": "gelu", "max_position_embeddings": 64, "pad_token_id": 0,
            "sinusoidal_pos_embds": False}, ["funny", "sad", "long", "loud"], note="sigmoid per label", problem="multi_label_classification"),
    Model("ernie", "ErnieForSequenceClassification", "ernie", "wordpiece-zh", 2318, 48,
        bert_sizes(20, 2, 2, 36, 48) | {"use_task_id": True, "task_type_vocab_size": 3}, ["差", "一般", "好"], json=False,
        note="task type embedding, row 0 is added to every token"),
    Model("bert-sharp", "BertForSequenceClassification", "bert", "wordpiece-uncased", 2317, 64, bert_sizes(20, 3, 4, 36), sharp=True,
        note="large query/key/embedding weights: saturated attention, the gradient changes fast along the path"),
]


def config_json(model, vocabulary):
    """What config.json says, in the words of a published folder."""
    config = {"architectures": [model.architecture], "model_type": model.model_type, "vocab_size": vocabulary.size()} | model.settings
    if model.model_type == "gpt2":
        eos = vocabulary.id_of("eos")
        config |= {"bos_token_id": eos, "eos_token_id": eos, "pad_token_id": eos if model.is_classifier else None}
    if model.is_classifier:
        config |= {"id2label": {str(i): label for i, label in enumerate(model.labels)}, "label2id": {label: i for i, label in enumerate(model.labels)}}
    if model.problem:
        config["problem_type"] = model.problem
    if "torch_dtype" not in model.extra_config:
        config["dtype"] = str(model.dtype).removeprefix("torch.")
    return config | model.extra_config


def spread(name, shape, sharp):
    """Standard deviation of a weight's random values."""
    fan_in = shape[0] if name.endswith(("c_attn.weight", "c_proj.weight", "c_fc.weight")) else shape[1]  # Conv1D stores [in, out]
    if "rel_embeddings" in name:
        return 0.7
    if any(part in name for part in ("word_embeddings", "wte", "tokens_embed")):
        return 1.2 if sharp else 0.6
    if any(part in name for part in ("position_embeddings", "token_type_embeddings", "task_type_embeddings", "wpe", "positions_embed")):
        return 0.3
    gain = 1.3
    if sharp and ("query" in name or "key" in name):
        gain = 2.6
    return gain / fan_in ** 0.5


def random_weights(network, seed, sharp):
    generator = torch.Generator().manual_seed(seed)
    weights = {}
    for name, parameter in network.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
        if parameter.dim() >= 2:
            noise *= spread(name, parameter.shape, sharp)
        elif name.endswith("weight"):
            noise = 1 + 0.15 * noise
        else:
            noise *= 0.15
        weights[name] = noise.float()
    return weights


def network_of(model, vocabulary):
    """The network with the weights as they are stored, in float64."""
    config_class = transformers.AutoConfig.for_model(model.model_type).__class__
    settings = {key: value for key, value in config_json(model, vocabulary).items()
        if key not in ("architectures", "model_type", "dtype", "torch_dtype", "_name_or_path", "id2label", "label2id")}
    config = config_class(**settings)
    if model.is_classifier:
        config.num_labels = len(model.labels)
    config._attn_implementation = "eager"
    network = getattr(transformers, model.architecture)(config)
    weights = random_weights(network, model.seed, model.sharp)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            parameter.copy_(weights[name].to(model.dtype).float())
    return network.double().eval(), weights
