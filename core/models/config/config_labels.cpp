// SPDX-License-Identifier: GPL-3.0-or-later
// A wrong label is never a reason to refuse a model: the rows of its classifier are the truth, names are decoration.
#include "core/models/config/config_labels.h"

#include "core/models/config/model_config.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

namespace vitrine {
namespace {

// More than any classifier has; bounds what an index like 4000000000 could make us allocate.
constexpr std::size_t maxLabels = 100'000;

std::string textOf(const nlohmann::json& value)
{
    if (value.is_string())
        return value.get<std::string>();
    return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::size_t> indexOf(std::string_view text)
{
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc() || end != text.data() + text.size() || index >= maxLabels)
        return std::nullopt;
    return index;
}

class Labels {
public:
    void set(std::string_view index, std::string label, const std::string& where)
    {
        const auto i = indexOf(index);
        if (!i) {
            ++m_skipped;
            if (m_firstSkipped.empty())
                m_firstSkipped = where;
            return;
        }
        if (*i >= m_labels.size())
            m_labels.resize(*i + 1);
        m_labels[*i] = std::move(label);
    }

    std::vector<std::string> take(std::vector<std::string>& warnings)
    {
        if (m_skipped > 0)
            warnings.push_back("config.json: label names that belong to no class index are ignored ("
                + std::to_string(m_skipped) + "), the first is " + m_firstSkipped + ".");
        return std::move(m_labels);
    }

private:
    std::vector<std::string> m_labels;
    std::size_t m_skipped = 0;
    std::string m_firstSkipped;
};

} // namespace

std::vector<std::string> readLabels(const JsonField& config, std::vector<std::string>& warnings)
{
    Labels labels;
    if (const auto names = config.find("id2label")) {
        if (names->json().is_array()) {
            std::size_t index = 0;
            for (const JsonField& name : names->elements())
                labels.set(std::to_string(index++), textOf(name.json()), name.path());
        } else if (names->json().is_object()) {
            for (const auto& [index, name] : names->members())
                labels.set(index, textOf(name.json()), name.path());
        } else {
            warnings.push_back("config.json: id2label is no object; the classes have no names.");
        }
    } else if (const auto indices = config.find("label2id"); indices && indices->json().is_object()) {
        for (const auto& [name, index] : indices->members())
            labels.set(textOf(index.json()), name, index.path());
    }
    return labels.take(warnings);
}

std::vector<std::string> labelsFor(const ModelConfig& config, int classes, std::vector<std::string>& warnings)
{
    std::vector<std::string> labels = config.labels;
    const std::size_t count = std::size_t(std::max(classes, 0));
    if (labels.size() > count)
        warnings.push_back("config.json names " + std::to_string(labels.size()) + " labels, the classifier has "
            + std::to_string(count) + " outputs; the surplus names are left out.");
    else if (!labels.empty() && labels.size() < count)
        warnings.push_back("config.json names " + std::to_string(labels.size()) + " labels, the classifier has "
            + std::to_string(count) + " outputs; the others are shown by their index.");
    labels.resize(count);

    for (std::size_t i = 0; i < count; ++i) {
        if (labels[i].empty())
            labels[i] = "class " + std::to_string(i);
    }
    std::map<std::string, int> uses;
    for (const std::string& label : labels)
        ++uses[label];
    std::set<std::string> taken;
    bool numbered = false;
    for (std::size_t i = 0; i < count; ++i) {
        const bool repeated = uses[labels[i]] > 1;
        numbered |= repeated;
        if (repeated)
            labels[i] += " (" + std::to_string(i) + ")";
        while (!taken.insert(labels[i]).second) // "A (1)" may itself be a name that the config has
            labels[i] += " (" + std::to_string(i) + ")";
    }
    if (numbered)
        warnings.push_back("config.json gives several classes the same name; they are shown with their index.");
    return labels;
}

} // namespace vitrine
