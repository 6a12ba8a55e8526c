// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/attribution/target.h"

#include "core/runtime/error.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <charconv>

namespace vitrine {
namespace {

std::optional<int> classOf(const Prediction& prediction, std::string_view text)
{
    if (text == "predicted")
        return prediction.labelIndex;
    const auto& labels = prediction.labels;
    if (const auto found = std::find(labels.begin(), labels.end(), text); found != labels.end())
        return int(found - labels.begin());
    int index = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error == std::errc() && end == text.data() + text.size() && index >= 0 && index < int(labels.size()))
        return index;
    return std::nullopt;
}

[[noreturn]] void refuseTarget(const Prediction& prediction, const std::string& text)
{
    std::string known;
    for (std::size_t i = 0; i < std::min<std::size_t>(prediction.labels.size(), 10); ++i)
        known += ", " + std::to_string(i) + " (" + prediction.labels[i] + ")";
    throw Refusal(ErrorCode::BadArgument,
        "--target \"" + text + "\" is no class of this model; it can be predicted" + known + ", or two of them as A:B.",
        "target");
}

void checkQuantity(const Prediction& prediction, const std::string& quantity)
{
    if (quantity == "logit")
        return;
    if (prediction.problem == Problem::Regression)
        throw Refusal(ErrorCode::BadArgument,
            "This model answers with a value, not with classes: only --quantity logit has a meaning.", "quantity");
    if (quantity == "margin" && prediction.problem == Problem::MultiLabel) {
        throw Refusal(ErrorCode::BadArgument,
            "The labels of this model do not exclude each other, so --quantity margin has no meaning; use logit.",
            "quantity");
    }
    if (quantity == "margin" && prediction.logits.size() < 2)
        throw Refusal(ErrorCode::BadArgument,
            "This model has one class only, so there is no margin; use --quantity logit.", "quantity");
}

/// The quantity of every class, (B, C); margin is left to its caller.
at::Tensor perClass(const std::string& quantity, Problem problem, const at::Tensor& logits)
{
    const bool multiLabel = problem == Problem::MultiLabel;
    if (quantity == "probability")
        return multiLabel ? at::sigmoid(logits) : at::softmax(logits, -1);
    if (quantity == "log-probability")
        return multiLabel ? at::log_sigmoid(logits) : at::log_softmax(logits, -1);
    return logits;
}

} // namespace

std::vector<ParamSpec> targetParameters()
{
    ParamSpec target { "target", "Explain", ParamKind::Choice, "predicted",
        "The class to explain: predicted, an index, a label, or A:B for \"A rather than B\".", {}, {},
        { { "predicted", "The predicted class" } }, true, ParamRole::Target };
    ParamSpec quantity { "quantity", "Quantity", ParamKind::Choice, "logit", "The number whose change is explained.",
        {}, {},
        { { "logit", "Logit" }, { "probability", "Probability" }, { "log-probability", "Log-probability" },
            { "margin", "Margin over the other classes" } },
        false };
    return { target, quantity };
}

Target resolveTarget(const Prediction& prediction, const std::string& text, const std::string& quantity)
{
    if (prediction.labelIndex < 0)
        throw Refusal(ErrorCode::MalformedFile,
            "The model's logits are not finite, so there is no prediction to explain: its weights are broken.",
            "weights");
    checkQuantity(prediction, quantity);
    Target target;
    target.quantity = quantity;
    if (const auto index = classOf(prediction, text)) {
        target.index = *index;
    } else {
        // A label may hold a colon itself, so every colon is tried.
        for (auto colon = text.find(':'); colon != std::string::npos && target.index < 0;
            colon = text.find(':', colon + 1)) {
            const auto first = classOf(prediction, std::string_view(text).substr(0, colon));
            const auto second = classOf(prediction, std::string_view(text).substr(colon + 1));
            if (first && second && *first != *second) {
                target.index = *first;
                target.otherIndex = *second;
                target.otherLabel = prediction.labels[std::size_t(*second)];
            }
        }
    }
    if (target.index < 0)
        refuseTarget(prediction, text);
    target.label = prediction.labels[std::size_t(target.index)];
    return target;
}

at::Tensor targetValue(const Target& target, Problem problem, const at::Tensor& logits)
{
    const auto z = logits.to(at::kDouble); // (B, C)
    if (target.quantity == "margin" && target.otherIndex < 0) {
        const auto others
            = at::cat({ z.narrow(1, 0, target.index), z.narrow(1, target.index + 1, z.size(1) - target.index - 1) }, 1);
        return z.select(1, target.index) - at::logsumexp(others, { 1 });
    }
    const auto values = perClass(target.quantity, problem, z); // (B, C)
    const auto value = values.select(1, target.index); // (B)
    return target.otherIndex < 0 ? value : value - values.select(1, target.otherIndex);
}

} // namespace vitrine
