# SPDX-License-Identifier: GPL-3.0-or-later
"""robustness/bert.json: what a small step of the word vectors does, one text at a time, in float64."""
import torch

from files import write_json
from make_values import encode, inputs_of
from quadrature import Embedded
from texts import CASES

EPSILON, XI, VAT_EPSILON = 0.5, 0.1, 1.0
TEXTS = ("short", "zh", "mixed", "pair", "emoji", "url")


def divergence(p, q):
    """KL of two rows of logits."""
    p, q = torch.log_softmax(p, -1), torch.log_softmax(q, -1)
    return (p.exp() * (p - q)).sum()


def virtual(function, generator):
    embedded = function.embedded
    d0 = torch.randn(embedded.shape, generator=generator, dtype=torch.float64)
    unit = d0 / d0.norm()
    clean = function.run(embedded[None])[0].detach()
    moved = (XI * unit).requires_grad_()
    kl = divergence(clean, function.run((embedded + moved)[None])[0])
    d1 = torch.autograd.grad(kl, moved)[0]
    adversarial = VAT_EPSILON * d1 / d1.norm()
    with torch.no_grad():
        at = lambda step: divergence(clean, function.run((embedded + step)[None])[0]).item()
        return {"d0_shape": list(embedded.shape), "d0": d0.reshape(-1), "kl_at_xi_d0": kl.item(), "d1_norm": d1.norm().item(),
            "cos_d0_d1": ((unit * d1).sum() / d1.norm()).item(), "token_norms_r_adv": adversarial.norm(dim=-1), "kl_at_r_adv": at(adversarial),
            "kl_at_eps_d0": at(VAT_EPSILON * unit)}


def case_of(model, vocabulary, network, name, text, pair, label, generator):
    encoding, _ = encode(vocabulary, text, pair, model.max_length)
    function = Embedded(network, inputs_of(model, encoding.ids, encoding.type_ids), lambda logits: logits)
    loss_at = lambda embedded: -torch.log_softmax(function.run(embedded[None])[0], -1)[label]
    embedded = function.embedded.clone().requires_grad_()
    loss = loss_at(embedded)
    gradient = torch.autograd.grad(loss, embedded, create_graph=True)[0]
    penalty = gradient.square().sum()
    bias = network.classifier.bias
    query = network.bert.encoder.layer[0].attention.self.query.weight
    of_bias, of_query = torch.autograd.grad(penalty, [bias, query])
    g = gradient.detach()
    own = g * (1 - torch.tensor(encoding.special_tokens_mask, dtype=torch.float64))[:, None]
    with torch.no_grad():
        x = function.embedded
        entry = {"id": name, "text": text, "pair": pair, "input_ids": encoding.ids, "type_ids": encoding.type_ids,
            "special_tokens_mask": encoding.special_tokens_mask, "label": label, "loss": loss.item(), "gradient_norm": g.norm().item(),
            "gradient_penalty": penalty.item(), "token_gradient_norms": g.norm(dim=-1), "fgm_loss": loss_at(x + EPSILON * g / g.norm()).item(),
            "fgm_loss_special_excluded": loss_at(x + EPSILON * own / own.norm()).item(), "sign_loss": loss_at(x + EPSILON * g.sign()).item(),
            "penalty_grad_classifier_bias": of_bias, "penalty_grad_query0_frobenius": of_query.norm().item()}
    return entry | {"vat": virtual(function, generator)}


def make_robustness(out, model, vocabulary, network):
    generator = torch.Generator().manual_seed(2401)
    cases = {name: (text, pair) for name, text, pair in CASES}
    entries = [case_of(model, vocabulary, network, name, *cases[name], i % 2, generator) for i, name in enumerate(TEXTS)]
    write_json(out / "robustness" / "bert.json", {"model": model.name, "epsilon": EPSILON, "xi": XI, "vat_epsilon": VAT_EPSILON, "cases": entries})
