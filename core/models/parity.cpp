// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/parity.h"

#include "core/io/files/input_file.h"
#include "core/io/json/json_field.h"
#include "core/io/json/json_guard.h"
#include "core/models/predict.h"
#include "core/runtime/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace vitrine {
namespace {

constexpr double notComparable = std::numeric_limits<double>::quiet_NaN();

/// What the file says of one text.
struct ReferenceCase {
    TextInput input;
    std::vector<double> logits; // (C)
    std::optional<std::vector<int>> ids; // (L)
};

/// Texts without logits are passed over, which `warnings` tell.
std::vector<ReferenceCase> readCases(const JsonField& root, std::vector<std::string>& warnings)
{
    std::vector<ReferenceCase> cases;
    const auto entries = root.at("cases").elements();
    for (const auto& entry : entries) {
        const auto logits = entry.find("logits");
        if (!logits)
            continue;
        ReferenceCase next;
        next.input.text = entry.at("text").string();
        if (const auto pair = entry.find("pair"))
            next.input.pair = pair->string();
        for (const auto& logit : logits->elements())
            next.logits.push_back(logit.real());
        if (const auto ids = entry.find("input_ids")) {
            next.ids.emplace();
            for (const auto& id : ids->elements())
                next.ids->push_back(int(id.integer(0, std::numeric_limits<int>::max())));
        }
        cases.push_back(std::move(next));
    }
    if (cases.empty())
        root.at("cases").refuse("hold at least one text with its logits");
    if (cases.size() < entries.size())
        warnings.push_back(std::to_string(entries.size() - cases.size())
            + " text(s) of the reference have no logits and were passed over.");
    return cases;
}

/// Where the tokens part, as a sentence; empty when they are the same.
std::string tokenDifference(const std::vector<int>& expected, const std::vector<int>& ids)
{
    const auto [theirs, ours] = std::mismatch(expected.begin(), expected.end(), ids.begin(), ids.end());
    if (theirs == expected.end() && ours == ids.end())
        return {};
    const auto idOf
        = [](auto place, auto end) { return place == end ? std::string("the end") : std::to_string(*place); };
    return "The tokens part at position " + std::to_string(theirs - expected.begin()) + ": the reference has "
        + idOf(theirs, expected.end()) + ", here it is " + idOf(ours, ids.end()) + ".";
}

double largestDifference(const std::vector<double>& expected, const std::vector<double>& logits)
{
    double largest = 0;
    for (std::size_t i = 0; i < logits.size(); ++i)
        largest = std::max(largest, std::abs(expected[i] - logits[i]));
    return largest;
}

ParityRow compare(const LoadedModel& model, const ReferenceCase& reference)
{
    ParityRow row { reference.input.text, reference.input.pair, reference.logits, {}, notComparable, {} };
    try {
        auto prediction = predict(model, reference.input);
        row.logits = std::move(prediction.logits);
        if (reference.ids)
            row.note = tokenDifference(*reference.ids, prediction.encoding.ids);
    } catch (const Refusal& refusal) {
        row.note = refusal.what();
        return row;
    }
    if (row.logits.size() != row.expected.size())
        row.note = "The reference has " + std::to_string(row.expected.size()) + " logits, the model gives "
            + std::to_string(row.logits.size()) + ".";
    else if (std::any_of(row.logits.begin(), row.logits.end(), [](double logit) { return !std::isfinite(logit); }))
        row.note = "The logits computed here are not finite.";
    else
        row.difference = largestDifference(row.expected, row.logits);
    return row;
}

} // namespace

Parity compareWithReference(
    const LoadedModel& model, const std::filesystem::path& reference, double tolerance, const Progress& progress)
{
    model.require("classify");
    const InputFile file(reference);
    const JsonLimits limits;
    Parity parity;
    parity.provenance = model.provenance();
    parity.reference = file.name();
    parity.tolerance = tolerance;
    const auto json
        = parseJson(file.readAll(limits.bytes, progress), file.name(), limits, &parity.provenance.warnings, progress);
    const auto cases = readCases(JsonField(json, file.name()), parity.provenance.warnings);

    parity.largestDifference = notComparable;
    for (const auto& next : cases) {
        progress.step(int(parity.rows.size()), int(cases.size()), "comparing");
        const ParityRow& row = parity.rows.emplace_back(compare(model, next));
        if (std::isnan(row.difference))
            continue;
        ++parity.compared;
        parity.beyond += row.difference > tolerance;
        parity.largestDifference = std::fmax(parity.largestDifference, row.difference);
    }
    parity.passed = parity.beyond == 0 && parity.compared == int(cases.size());
    return parity;
}

} // namespace vitrine
