// SPDX-License-Identifier: GPL-3.0-or-later
// How a list of fields says whose it is. Internal to the codec.
#pragma once

#include <concepts>
#include <type_traits>

namespace vitrine {

/// T, const or not: fields() is called with a const object for writing and another one for reading.
template <typename Argument, typename T>
concept Is = std::same_as<std::remove_const_t<Argument>, T>;

} // namespace vitrine
