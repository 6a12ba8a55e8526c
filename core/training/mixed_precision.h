// SPDX-License-Identifier: GPL-3.0-or-later
// Products in bfloat16 while an object of this kind lives; weights and what is summed stay float32.
#pragma once

#include <ATen/autocast_mode.h>

namespace vitrine {

class MixedPrecision {
public:
    MixedPrecision(at::DeviceType device, bool on)
        : m_device(device)
        , m_was(at::autocast::is_autocast_enabled(device))
        , m_type(at::autocast::get_autocast_dtype(device))
    {
        if (!on)
            return;
        at::autocast::set_autocast_enabled(device, true);
        at::autocast::set_autocast_dtype(device, at::kBFloat16);
        at::autocast::set_autocast_cache_enabled(false); // cached casts would outlive a step and forget their gradient
    }
    MixedPrecision(const MixedPrecision&) = delete;
    MixedPrecision& operator=(const MixedPrecision&) = delete;
    ~MixedPrecision()
    {
        at::autocast::set_autocast_enabled(m_device, m_was);
        at::autocast::set_autocast_dtype(m_device, m_type);
    }

private:
    at::DeviceType m_device;
    bool m_was;
    at::ScalarType m_type;
};

} // namespace vitrine
