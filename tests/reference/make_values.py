# SPDX-License-Identifier: GPL-3.0-or-later
"""values/NAME.json and values/NAME.safetensors: what transformers computes in float64 for the cases of texts.py."""
import numpy as np
import torch

from files import write_json, write_safetensors
from quadrature import Embedded, integrated_gradients
from texts import CASES

INSIDES = ("short", "mixed", "pair")
EXPLAINED = ("short", "zh", "mixed", "pair")

# The module whose output goes into the activation of the feed-forward layer.
FFN = ("intermediate.dense", ".ffn.lin1", ".mlp.c_fc", "albert_layers.0.ffn")


def encode(vocabulary, text, pair, max_length):
    tokenizer = vocabulary.tokenizer
    whole = tokenizer.encode(text) if pair is None else tokenizer.encode(text, pair)
    tokenizer.enable_truncation(max_length, strategy="longest_first")
    cut = tokenizer.encode(text) if pair is None else tokenizer.encode(text, pair)
    tokenizer.no_truncation()
    return cut, len(whole.ids) > len(cut.ids)


def inputs_of(model, ids, types):
    """What the network is fed: GPT models and those without types get none."""
    inputs = {"input_ids": torch.tensor([ids]), "attention_mask": torch.ones(1, len(ids), dtype=torch.long)}
    if model.model_type in ("bert", "electra", "albert", "ernie"):
        inputs["token_type_ids"] = torch.tensor([types])
    return inputs


def answers(model, logits):
    if model.problem == "multi_label_classification":
        return torch.sigmoid(logits)
    return torch.softmax(logits, -1)


def preactivations(model, network, inputs):
    found = []
    modules = [m for name, m in network.named_modules() if name.endswith(FFN)]
    hooks = [m.register_forward_hook(lambda _m, _i, result: found.append(result.detach().reshape(-1).numpy())) for m in modules]
    with torch.no_grad():
        network(**inputs)
    for hook in hooks:
        hook.remove()
    entries = []
    for layer, values in enumerate(found):
        counts, edges = np.histogram(values, bins=64, range=(values.min(), values.max()))
        entries.append({"layer": layer, "count": values.size, "min": values.min(), "max": values.max(), "mean": values.mean(), "std": values.std(),
            "edges": edges, "counts": counts})
    return entries


def rollout(attentions):
    product = None
    for attention in attentions:
        mixed = 0.5 * attention.mean(0) + 0.5 * torch.eye(attention.shape[-1], dtype=attention.dtype)
        mixed = mixed / mixed.sum(-1, keepdim=True)
        product = mixed if product is None else mixed @ product
    return product


def kink_modules(model, network):
    if model.settings.get("hidden_act") == "relu":
        return [m for name, m in network.named_modules() if name.endswith(FFN)]
    return [network.pre_classifier] if model.model_type == "distilbert" else []


def baselines(model, vocabulary, function, special):
    """Name and word vectors (L, H) of every baseline."""
    embedded = function.embedded
    kept = torch.tensor(special, dtype=torch.bool)[:, None]

    def row(token):
        with torch.no_grad():
            return function.vectors(torch.tensor(token)).expand_as(embedded)

    pad = pad_of(model, vocabulary)
    found = {"zero": torch.zeros_like(embedded)}
    if pad is not None:
        found["pad_keep_special"] = torch.where(kept, embedded, row(pad))
        found["pad_all"] = row(pad).clone()
    if vocabulary.id_of("mask") is not None:
        found["mask_keep_special"] = torch.where(kept, embedded, row(vocabulary.id_of("mask")))
    return found


def pad_of(model, vocabulary):
    if model.model_type == "gpt2":
        return vocabulary.id_of("eos") if model.is_classifier else None
    return None if model.model_type == "openai-gpt" else vocabulary.id_of("pad")


def mask_of(model, vocabulary):
    return None if model.model_type == "openai-gpt" else vocabulary.id_of("mask")


def attribution(model, vocabulary, network, case):
    inputs = inputs_of(model, case["input_ids"], case["type_ids"])
    target = int(np.argmax(case["logits"]))
    kinks = kink_modules(model, network)
    function = Embedded(network, inputs, lambda logits: logits[:, target], kinks)
    special = case["special_tokens_mask"]
    entry = {"target": target, "f_x": case["logits"][target], "output": "logit", "integrated_gradients": {
        name: integrated_gradients(function, baseline) for name, baseline in baselines(model, vocabulary, function, special).items()}}
    gradient = function.gradients(function.embedded[None])[0]
    entry["gradient_x_input"] = (function.embedded * gradient).sum(-1)
    entry["saliency_l2"] = gradient.norm(dim=-1)
    entry["gradient_l1"] = gradient.abs().sum(-1)
    length = len(case["input_ids"])
    with torch.no_grad():
        mask = vocabulary.id_of("mask")
        if mask is not None:
            changed = []
            for i in range(length):
                ids = list(case["input_ids"])
                ids[i] = mask
                changed.append(entry["f_x"] - network(**inputs_of(model, ids, case["type_ids"])).logits[0, target].item())
            entry["occlusion_mask"] = changed
        emptied = function.embedded.expand(length, -1, -1).clone()
        emptied[torch.arange(length), torch.arange(length)] = 0
        entry["occlusion_zero_embedding"] = entry["f_x"] - function.run(emptied)
    if case["id"] != "short" or model.problem:
        return entry, None
    probability = Embedded(network, inputs, lambda logits: torch.softmax(logits, -1)[:, target], kinks)
    return entry, {"target": target, "f_x": case["probabilities"][target], "output": "probability", "integrated_gradients": {
        name: integrated_gradients(probability, baseline) for name, baseline in baselines(model, vocabulary, probability, special).items()}}


def case_of(model, vocabulary, network, rough, name, text, pair):
    encoding, truncated = encode(vocabulary, text, pair, model.max_length)
    case = {"id": name, "text": text, "pair": pair, "input_ids": encoding.ids, "tokens": [vocabulary.tokenizer.id_to_token(i) for i in encoding.ids],
        "offsets": encoding.offsets, "type_ids": encoding.type_ids, "sequence_ids": encoding.sequence_ids,
        "special_tokens_mask": encoding.special_tokens_mask, "truncated": truncated}
    if not encoding.ids:
        case["note"] = "no tokens"
    elif model.is_classifier:
        with torch.no_grad():
            inputs = inputs_of(model, encoding.ids, encoding.type_ids)
            logits = network(**inputs).logits[0]
            case |= {"logits": logits.tolist(), "logits_float32": rough(**inputs).logits[0].double().tolist(),
                "probabilities": answers(model, logits).tolist(), "predicted": int(logits.argmax())}
    return case


def make_values(out, model, vocabulary, network, rough):
    """`network` in float64, `rough` the same in float32."""
    document = {"model": model.name, "family": model.model_type, "architecture": model.architecture, "max_length": model.max_length,
        "pad_id": pad_of(model, vocabulary), "mask_id": mask_of(model, vocabulary), "vocab_size": vocabulary.size(),
        "tokenizer_vocab_size": vocabulary.size(), "cases": [], "internals": {}, "attribution": {}, "probability_attribution": {}}
    tensors = {}
    for name, text, pair in CASES:
        if pair is not None and model.model_type == "gpt2":
            continue
        case = case_of(model, vocabulary, network, rough, name, text, pair)
        document["cases"].append(case)
        inputs = inputs_of(model, case["input_ids"], case["type_ids"]) if case["input_ids"] else None
        if name in INSIDES:
            with torch.no_grad():
                result = network(**inputs, output_hidden_states=True, output_attentions=True)
            tensors[f"{name}.hidden_states"] = torch.stack([state[0] for state in result.hidden_states])
            tensors[f"{name}.attentions"] = torch.stack([attention[0] for attention in result.attentions])
            document["internals"][name] = {"hidden_states": list(tensors[f"{name}.hidden_states"].shape),
                "attentions": list(tensors[f"{name}.attentions"].shape), "preactivation": preactivations(model, network, inputs)}
            if name == "short":
                document["internals"][name]["rollout"] = rollout(tensors["short.attentions"])
        if name in EXPLAINED and model.is_classifier:
            document["attribution"][name], probability = attribution(model, vocabulary, network, case)
            if probability:
                document["probability_attribution"][name] = probability
    write_json(out / "values" / f"{model.name}.json", document)
    write_safetensors(out / "values" / f"{model.name}.safetensors", tensors)
    return document
