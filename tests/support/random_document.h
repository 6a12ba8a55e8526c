// SPDX-License-Identifier: GPL-3.0-or-later
// Documents with every field set at random, made by walking the same fields() as the codec: a new field is covered at
// once.
#pragma once

#include "core/results/documents.h"

#include <optional>
#include <random>

namespace vitrine {

/// A visitor for fields() that fills every field. The values depend only on the seed.
class RandomDocument {
public:
    explicit RandomDocument(unsigned seed)
        : m_random(seed)
    {
    }

    template <typename T> T make()
    {
        T document;
        (*this)(document);
        return document;
    }

    template <typename T> void operator()(T& part) { T::fields(*this, part); }
    template <typename T> void operator()(const char*, T& value, auto...) { fill(value); }

private:
    int below(int limit) { return int(m_random() % unsigned(limit)); }

    void fill(std::string& text)
    {
        static const char* const pieces[]
            = { "a", " ", "\"", "\\", "\n", "é", "书", "👩‍👩‍👧", "[CLS]", "<b>", "\u202e" };
        text.clear();
        for (int i = below(8); i > 0; --i)
            text += pieces[below(11)];
    }
    void fill(bool& value) { value = below(2) == 1; }
    void fill(std::signed_integral auto& value) { value = below(1 << 20) - (1 << 19); }
    void fill(double& value) { value = std::normal_distribution<double>(0, 1e3)(m_random); }
    void fill(Problem& problem) { problem = Problem(below(3)); }
    void fill(ParamKind& kind) { kind = ParamKind(below(5)); }
    void fill(ParamRole& role) { role = ParamRole(below(5)); }
    void fill(ErrorCode& code) { code = ErrorCode(below(20)); }
    void fill(std::pair<int, int>& pair)
    {
        fill(pair.first);
        fill(pair.second);
    }
    void fill(FloatArray& array)
    {
        array.shape = { 1 + below(3), 1 + below(3), 1 + below(4), 1 + below(4) };
        array.values.resize(std::size_t(array.count()));
        for (float& value : array.values)
            value = std::normal_distribution<float>()(m_random);
    }
    template <typename T> void fill(std::optional<T>& value)
    {
        value.reset();
        if (below(2) == 1)
            fill(value.emplace());
    }
    template <typename T> void fill(std::vector<T>& values)
    {
        values.clear();
        for (int i = below(5); i > 0; --i) {
            T value {};
            fill(value);
            values.push_back(std::move(value));
        }
    }
    template <typename Struct>
        requires std::is_class_v<Struct>
    void fill(Struct& value)
    {
        (*this)(value);
    }

    std::mt19937 m_random;
};

} // namespace vitrine
