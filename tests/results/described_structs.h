// SPDX-License-Identifier: GPL-3.0-or-later
// The structs that documents are made of: which fields each tells, and how many members it really has.
#pragma once

#include "core/results/documents.h"

#include <optional>
#include <string>
#include <typeindex>
#include <vector>

namespace vitrine {

/// Takes the place of any member: how many of them an aggregate can be made of is how many members it has.
struct AnyMember {
    template <typename T> operator T() const;
};

/// Members of the aggregate T.
template <typename T, typename... Known> consteval std::size_t memberCount()
{
    if constexpr (requires { T { Known {}..., AnyMember {} }; })
        return memberCount<T, Known..., AnyMember>();
    else
        return sizeof...(Known);
}

/// What is left of T without the lists and options around it.
template <typename T> struct Inner {
    using Type = T;
};
template <typename T> struct Inner<std::vector<T>> : Inner<T> { };
template <typename T> struct Inner<std::optional<T>> : Inner<T> { };

struct NoVisitor {
    void operator()(auto&&...) { }
};
template <typename T>
concept Described = requires(NoVisitor& visit, T& object) { T::fields(visit, object); };

/// One struct with fields().
struct DescribedStruct {
    std::type_index type;
    std::size_t members = 0; ///< that it has
    std::vector<std::string> names; ///< of its fields, those of parts without a level of their own not among them
    std::size_t told = 0; ///< members that fields() visits
};

/// Walks the types below one struct. Every struct comes once, the outermost first.
class StructWalk {
public:
    explicit StructWalk(std::vector<DescribedStruct>& found)
        : m_found(found)
    {
    }

    template <Described T> void walk()
    {
        for (const auto& one : m_found) {
            if (one.type == typeid(T))
                return;
        }
        const std::size_t place = m_found.size();
        m_found.push_back({ typeid(T), memberCount<T>(), {}, 0 });
        StructWalk inner(m_found);
        inner.m_place = place;
        T object {};
        T::fields(inner, object);
    }

    template <Described T> void operator()(T&)
    {
        ++m_found[m_place].told;
        walk<T>();
    }

    template <typename T> void operator()(const char* name, T&, auto...)
    {
        ++m_found[m_place].told;
        m_found[m_place].names.emplace_back(name);
        if constexpr (Described<typename Inner<T>::Type>)
            walk<typename Inner<T>::Type>();
    }

private:
    std::vector<DescribedStruct>& m_found;
    std::size_t m_place = 0;
};

/// T and every struct that it is made of.
template <Described T> std::vector<DescribedStruct> structsOf()
{
    std::vector<DescribedStruct> found;
    StructWalk(found).walk<T>();
    return found;
}

} // namespace vitrine
