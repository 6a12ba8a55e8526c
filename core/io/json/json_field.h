// SPDX-License-Identifier: GPL-3.0-or-later
// Values of a parsed JSON document that know their place, so that a message about a wrong type names file, path and
// value.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine {

/// One value with its file and path. Refers to the document, which must outlive it. Every getter throws
/// Refusal(MalformedFile) such as "config.json: num_hidden_layers must be a whole number, is 1.5; mend it or fetch the
/// file again".
class JsonField {
public:
    /// The root of a document; `subject` is its file name.
    JsonField(const nlohmann::json& root, std::string_view subject);
    /// A value that stands at `path` of a document which is not held as a whole.
    JsonField(const nlohmann::json& value, std::string_view subject, std::string path);

    const nlohmann::json& json() const { return *m_value; }
    const std::string& path() const { return m_path; }
    bool isNull() const { return m_value->is_null(); }

    /// The member of an object; nothing when it is absent or null.
    std::optional<JsonField> find(std::string_view key) const;
    /// The member of an object, which must be there and not null.
    JsonField at(std::string_view key) const;
    /// All members of an object, in the order of their names.
    std::vector<std::pair<std::string, JsonField>> members() const;
    /// All elements of a list.
    std::vector<JsonField> elements() const;

    /// A whole number, written without point or exponent, in [least, most].
    std::int64_t integer(std::int64_t least = std::numeric_limits<std::int64_t>::min(),
        std::int64_t most = std::numeric_limits<std::int64_t>::max()) const;
    /// A number that is not negative, up to 2⁶⁴ − 1.
    std::uint64_t size() const;
    double real() const;
    bool boolean() const;
    const std::string& string() const;

    /// Refuses this value: "<file>: <path> must <rule>, is <value>", and what to do.
    [[noreturn]] void refuse(std::string_view rule) const;

private:
    JsonField(const nlohmann::json& value, std::shared_ptr<const std::string> subject, std::string path);
    std::string pathOf(std::string_view key) const;

    const nlohmann::json* m_value;
    std::shared_ptr<const std::string> m_subject;
    std::string m_path;
};

} // namespace vitrine
