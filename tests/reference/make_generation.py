# SPDX-License-Identifier: GPL-3.0-or-later
"""values/NAME.lm.json and .safetensors: logits of the next token, and what is written from them."""
import copy

import torch

from files import write_json, write_safetensors
from texts import CONTINUATIONS, DIALOGUE, PROMPTS

GREEDY, BEAM_TOKENS, BEAMS = 20, 15, 4


def logits_of(network, ids, types=None):
    inputs = {"input_ids": torch.tensor([ids])}
    if types is not None:
        inputs["token_type_ids"] = torch.tensor([types])
    with torch.no_grad():
        return network(**inputs).logits[0]


def greedy(network, vocabulary, ids, eos):
    ids, found, values = list(ids), [], []
    while len(found) < GREEDY and (not found or found[-1] != eos):
        row = torch.log_softmax(logits_of(network, ids)[-1], -1)
        found.append(int(row.argmax()))
        values.append(row[found[-1]].item())
        ids.append(found[-1])
    return {"eos_id": eos, "ids": found, "tokens": [vocabulary.tokenizer.id_to_token(i) for i in found], "log_probs": values,
        "stopped_by_eos": eos is not None and found[-1] == eos}


def continuation(network, ids, text, given):
    rows = torch.log_softmax(logits_of(network, ids + given), -1)
    values = [rows[len(ids) + i - 1, token].item() for i, token in enumerate(given)]
    return {"text": text, "ids": given, "log_probs": values, "sum": sum(values)}


def ordered(logits):
    probabilities = torch.softmax(logits, -1)
    kept = [i for i in range(len(logits)) if logits[i] > float("-inf")]
    kept.sort(key=lambda i: (-probabilities[i].item(), i))
    return {"ids": kept, "probs": [probabilities[i].item() for i in kept]}


def top_k(logits, k):
    smallest = logits.sort(descending=True).values[k - 1]
    return logits.masked_fill(logits < smallest, float("-inf"))


def top_p(logits, p):
    rising, order = logits.sort()
    dropped = torch.softmax(rising, -1).cumsum(-1) <= 1 - p
    dropped[-1] = False
    return logits.masked_fill(torch.zeros_like(dropped).scatter(0, order, dropped), float("-inf"))


def next_token(logits, eos):
    probabilities = torch.softmax(logits, -1)

    def consistent(filtered):
        filtered = filtered.clone()
        filtered[eos] = logits[eos]
        return ordered(filtered)

    return {"entropy": -(probabilities * probabilities.log()).sum().item(), "eos_rank": int((logits > logits[eos]).sum()),
        "eos_prob": probabilities[eos].item(), "top_k_5": ordered(top_k(logits, 5)), "top_p_0.9": ordered(top_p(logits, 0.9)),
        "top_k_5_then_top_p_0.9": ordered(top_p(top_k(logits, 5), 0.9)), "temperature_0.7_top_k_5": ordered(top_k(logits / 0.7, 5)),
        "consistent_top_k_5": consistent(top_k(logits, 5)), "consistent_top_p_0.5": consistent(top_p(logits, 0.5))}


def beams(network, ids, eos):
    with torch.no_grad():
        result = network.generate(torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long), num_beams=BEAMS, do_sample=False,
            max_new_tokens=BEAM_TOKENS, length_penalty=1.0, early_stopping=False, num_return_sequences=BEAMS, output_scores=True,
            return_dict_in_generate=True, eos_token_id=eos, pad_token_id=0)
    sequences, scores = [], []
    for sequence in result.sequences.tolist():
        found = sequence[len(ids):]
        if eos in found:
            found = found[:found.index(eos) + 1]
        sequences.append(found)
        scores.append(continuation(network, ids, "", found)["sum"] / len(found))
    return {"eos_id": eos, "num_beams": BEAMS, "max_new_tokens": BEAM_TOKENS, "length_penalty": 1.0, "early_stopping": False,
        "sequences": sequences, "scores": scores, "scores_as_returned_by_generate": result.sequences_scores.tolist(),
        "ends_with_eos": [found[-1] == eos for found in sequences]}


def dialogue(network, vocabulary, eos):
    """Turns of two speakers. The speaker's token begins a turn and is the type of all tokens in it."""
    tokenizer = vocabulary.tokenizer
    ids, types = [tokenizer.token_to_id("[CLS]")], [tokenizer.token_to_id("[CLS]")]
    for i, turn in enumerate(DIALOGUE):
        speaker = tokenizer.token_to_id(f"[speaker{i % 2 + 1}]")
        said = [speaker] + tokenizer.encode(turn, add_special_tokens=False).ids
        ids += said
        types += len(said) * [speaker]
    speaker = tokenizer.token_to_id(f"[speaker{len(DIALOGUE) % 2 + 1}]")
    ids.append(speaker)
    types.append(speaker)
    entry = {"turns": DIALOGUE, "input_ids": list(ids), "token_type_ids": list(types), "greedy_ids": [], "eos_id": eos}
    while len(entry["greedy_ids"]) < GREEDY and (not entry["greedy_ids"] or entry["greedy_ids"][-1] != eos):
        entry["greedy_ids"].append(int(logits_of(network, ids, types)[-1].argmax()))
        ids.append(entry["greedy_ids"][-1])
        types.append(speaker)
    return entry


def make_generation(out, model, vocabulary, network):
    rough = copy.deepcopy(network).float()
    eos = vocabulary.id_of("eos") if model.model_type == "gpt2" else vocabulary.id_of("sep")
    document = {"model": model.name, "family": model.model_type, "eos_id": eos, "prompts": []}
    tensors = {}
    for number, text in enumerate(PROMPTS[model.name]):
        ids = vocabulary.tokenizer.encode(text).ids
        logits = logits_of(network, ids)
        tensors[f"prompt{number}.logits"] = logits
        tensors[f"prompt{number}.logits_float32"] = logits_of(rough, ids)
        free = greedy(network, vocabulary, ids, None)
        inside = free["ids"][4]
        given = [(continued, vocabulary.tokenizer.encode(continued, add_special_tokens=False).ids) for continued in CONTINUATIONS[model.name]]
        document["prompts"].append({"text": text, "input_ids": ids, "tokens": [vocabulary.tokenizer.id_to_token(i) for i in ids],
            "greedy": [free, greedy(network, vocabulary, ids, eos), greedy(network, vocabulary, ids, inside)],
            "continuations": [continuation(network, ids, *entry) for entry in given], "next": next_token(logits[-1], eos),
            "beam": [beams(network, ids, None), beams(network, ids, inside)]})
    if model.model_type == "openai-gpt":
        document["dialogue"] = dialogue(network, vocabulary, eos)
    write_json(out / "values" / f"{model.name}.lm.json", document)
    write_safetensors(out / "values" / f"{model.name}.lm.safetensors", tensors)
