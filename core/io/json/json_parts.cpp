// SPDX-License-Identifier: GPL-3.0-or-later
// Only the outermost levels have paths to compare: inside a part there is one member at a time.
#include "core/io/json/json_parts.h"

#include "core/runtime/visible_text.h"

namespace vitrine {
namespace {

/// What may be held of a document beside its parts. Steps and settings of published files need less than a tenth.
constexpr std::size_t restBytes = std::size_t(64) << 20;

} // namespace

std::string JsonMember::path() const
{
    if (inList)
        return std::string(container) + '[' + std::to_string(index) + ']';
    return (container.empty() ? "" : std::string(container) + '.') + shown(key);
}

void JsonParts::handOver(std::string path, Take take) { m_parts.push_back({ std::move(path), std::move(take) }); }

nlohmann::json JsonParts::read(std::string_view bytes, std::string_view subject, const JsonLimits& limits,
    std::vector<std::string>* warnings, const Progress& progress)
{
    m_rest = JsonBuilder(limits.memory > 0 ? limits.memory : restBytes);
    m_member = JsonBuilder(limits.memory > 0 ? limits.memory : restBytes);
    readJsonEvents(bytes, subject, limits, *this, warnings, progress);
    return m_rest.take();
}

void JsonParts::begin(bool isList)
{
    if (m_open) {
        ++m_depth;
        isList ? m_member.beginList() : m_member.beginObject();
        return;
    }
    isList ? m_rest.beginList() : m_rest.beginObject();
    // The path to this container; elements of lists have none that a part could have.
    std::string path = m_path.empty() ? std::string() : m_path.back();
    if (!m_path.empty())
        path += (path.empty() ? "" : ".") + (m_key.empty() ? std::string(1, '\0') : m_key);
    for (const Part& part : m_parts) {
        if (part.path == path) {
            m_open = &part;
            m_inList = isList;
            m_index = 0;
            return;
        }
    }
    m_path.push_back(std::move(path));
    m_key.clear();
}

void JsonParts::end()
{
    if (!m_open) {
        m_path.pop_back();
        m_key.clear();
        m_rest.end();
        return;
    }
    if (m_depth == 0) {
        m_open = nullptr;
        m_key.clear();
        m_rest.end();
        return;
    }
    m_member.end();
    if (--m_depth == 0)
        hand(m_member.take());
}

void JsonParts::key(std::string name)
{
    if (m_depth > 0) {
        m_member.key(std::move(name));
        return;
    }
    m_key = name;
    if (!m_open)
        m_rest.key(std::move(name));
}

void JsonParts::value(nlohmann::json scalar)
{
    if (m_depth > 0)
        m_member.value(std::move(scalar));
    else if (m_open)
        hand(std::move(scalar));
    else
        m_rest.value(std::move(scalar));
}

void JsonParts::hand(nlohmann::json value)
{
    static const std::string none;
    m_open->take({ m_open->path, m_inList ? none : m_key, m_index++, m_inList, value });
}

} // namespace vitrine
