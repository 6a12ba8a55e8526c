// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/leak_filter.h"

#include "core/text/unicode/code_points.h"
#include "core/text/unicode/unicode.h"

namespace vitrine {
namespace {

std::vector<char32_t> lettersOf(std::string_view text)
{
    std::vector<char32_t> letters;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = readUtf8(text, at);
        if (isLetter(c) || isNumber(c))
            letters.push_back(lowerCase(c));
    }
    return letters;
}

std::uint64_t mixed(std::uint64_t value) // splitmix64's last step
{
    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

std::uint64_t hashOf(const std::vector<char32_t>& letters, std::size_t begin, std::size_t count)
{
    std::uint64_t hash = count;
    for (std::size_t i = begin; i < begin + count; ++i)
        hash = mixed(hash * 0x9e3779b97f4a7c15u + letters[i]);
    return hash;
}

/// Calls `visit` with the number of every run, until it says true.
template <typename Visit> bool anyRun(const std::vector<char32_t>& letters, Visit&& visit)
{
    for (std::size_t i = 0; i + LeakFilter::run <= letters.size(); ++i) {
        if (visit(hashOf(letters, i, LeakFilter::run)))
            return true;
    }
    return false;
}

} // namespace

void LeakFilter::add(std::string_view text)
{
    const auto letters = lettersOf(text);
    m_whole.insert(hashOf(letters, 0, letters.size()));
    anyRun(letters, [this](std::uint64_t hash) { return m_runs.insert(hash), false; });
}

bool LeakFilter::knows(std::string_view text) const
{
    const auto letters = lettersOf(text);
    return m_whole.contains(hashOf(letters, 0, letters.size()))
        || anyRun(letters, [this](std::uint64_t hash) { return m_runs.contains(hash); });
}

std::uint64_t textFingerprint(std::string_view text)
{
    const auto letters = lettersOf(text);
    return hashOf(letters, 0, letters.size());
}

} // namespace vitrine
