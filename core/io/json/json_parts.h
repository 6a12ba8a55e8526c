// SPDX-License-Identifier: GPL-3.0-or-later
// Documents whose large objects and lists (a vocabulary, its merges) are handed over member by member while they are
// read, so that they never stand in memory as JSON.
#pragma once

#include "core/io/json/json_events.h"
#include "core/io/json/json_field.h"

#include <functional>

namespace vitrine {

/// A member of an object, or an element of a list, that is handed over.
struct JsonMember {
    std::string_view container; ///< "model.vocab"; empty for the root
    const std::string& key; ///< of a member; empty for an element
    std::size_t index; ///< counted from 0
    bool inList;
    nlohmann::json& value; ///< may be moved from

    /// "model.vocab.the", "model.merges[3]".
    std::string path() const;
    /// The value, for messages that name its place.
    JsonField field(std::string_view subject) const { return JsonField(value, subject, path()); }
};

/// Reads one document. Members that are handed over leave an empty object or list where they stood.
class JsonParts : private JsonEvents {
public:
    using Take = std::function<void(const JsonMember&)>;

    /// Everything in the object or list at `path` ("model.vocab"; empty: the root) goes to `take`, which refuses it by
    /// throwing. It also finds duplicate keys.
    void handOver(std::string path, Take take);

    /// Reads `bytes` as parseJson() does and returns what was not handed over, which must fit `limits.memory`.
    nlohmann::json read(std::string_view bytes, std::string_view subject, const JsonLimits& limits = {},
        std::vector<std::string>* warnings = nullptr, const Progress& progress = {});

private:
    struct Part {
        std::string path;
        Take take;
    };

    void beginObject() override { begin(false); }
    void beginList() override { begin(true); }
    void end() override;
    void key(std::string name) override;
    void value(nlohmann::json scalar) override;

    void begin(bool isList);
    void hand(nlohmann::json value);

    std::vector<Part> m_parts;
    std::vector<std::string> m_path; ///< of the values around, as long as no part is open
    std::string m_key; ///< of the next value
    JsonBuilder m_rest;
    const Part* m_open = nullptr; ///< the part that is read
    bool m_inList = false; ///< what it is
    std::size_t m_index = 0;
    std::size_t m_depth = 0; ///< containers that are open in its member
    JsonBuilder m_member;
};

} // namespace vitrine
