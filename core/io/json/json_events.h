// SPDX-License-Identifier: GPL-3.0-or-later
// JSON from outside as a sequence of events, for documents that must not be held as a whole: a table of tensors, a
// vocabulary. All checks of parseJson() hold here too.
#pragma once

#include "core/io/json/json_guard.h"
#include "core/runtime/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Hears a document, value by value. A handler refuses what it is told by throwing JsonProblem.
class JsonEvents {
public:
    virtual ~JsonEvents() = default;

    virtual void beginObject() = 0;
    virtual void beginList() = 0;
    virtual void end() = 0; ///< of the innermost object or list
    virtual void key(std::string name) = 0; ///< of the next value
    virtual void value(nlohmann::json scalar) = 0; ///< null, a truth value, a number or a string
};

/// What is wrong with the piece that was just told. The reader adds file, line, column and path, so `what` continues a
/// path: "occurs twice".
struct JsonProblem {
    ErrorCode code;
    std::string what;
};

/// Tells `events` the document in `bytes`. Everything else is as in parseJson(); a duplicate key is for `events` to
/// find. Needs no memory of its own beyond one string.
void readJsonEvents(std::string_view bytes, std::string_view subject, const JsonLimits& limits, JsonEvents& events,
    std::vector<std::string>* warnings = nullptr, const Progress& progress = {});

/// Makes a document of events. Refuses duplicate keys, and a document that takes more than so much memory.
class JsonBuilder : public JsonEvents {
public:
    /// `memory` is the most that the document may take, in bytes, as estimated from its values.
    explicit JsonBuilder(std::size_t memory = std::size_t(-1))
        : m_memory(memory)
    {
    }

    void beginObject() override { open(nlohmann::json::object()); }
    void beginList() override { open(nlohmann::json::array()); }
    void end() override { m_open.pop_back(); }
    void key(std::string name) override;
    void value(nlohmann::json scalar) override { insert(std::move(scalar)); }

    /// True when a whole value has been told.
    bool isComplete() const { return m_started && m_open.empty(); }
    /// The value; the builder is empty again.
    nlohmann::json take();

private:
    void open(nlohmann::json container) { m_open.push_back(insert(std::move(container))); }
    nlohmann::json* insert(nlohmann::json value);
    void account(const nlohmann::json& value);

    nlohmann::json m_root;
    std::vector<nlohmann::json*> m_open; // containers not yet closed; a parent does not grow while a child is open
    std::string m_key;
    bool m_started = false;
    std::size_t m_memory;
    std::size_t m_taken = 0;
};

} // namespace vitrine
