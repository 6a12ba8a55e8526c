// SPDX-License-Identifier: GPL-3.0-or-later
// A value or an error, for operations where failure is expected (files, input, the pipe).
#pragma once

#include "core/runtime/error.h"

#include <utility>
#include <variant>

namespace vitrine {

/// Holds a T or an Error. `if (result) use(*result); else show(result.error().message);`
template <typename T> class [[nodiscard]] Result {
public:
    Result(T value) // NOLINT: conversion from a value is the point
        : m_state(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error) // NOLINT: conversion from an error is the point
        : m_state(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    const T& operator*() const& { return std::get<0>(m_state); }
    T&& operator*() && { return std::get<0>(std::move(m_state)); }
    const T* operator->() const { return &std::get<0>(m_state); }
    const Error& error() const { return std::get<1>(m_state); }

private:
    std::variant<T, Error> m_state;
};

/// Success without a value, or an error.
template <> class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) // NOLINT: conversion from an error is the point
        : m_error(std::move(error))
        , m_ok(false)
    {
    }

    explicit operator bool() const { return m_ok; }
    const Error& error() const { return m_error; }

private:
    Error m_error;
    bool m_ok = true;
};

} // namespace vitrine
