// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a call where recursion over its input would crash.
#pragma once

#include <functional>
#include <pthread.h>

/// Runs `call` to its end in a thread with a stack of 256 kB; it must not throw. False when no thread could be made.
inline bool runOnSmallStack(std::function<void()> call)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 256 * 1024);
    pthread_t thread;
    const auto enter = [](void* function) -> void* {
        (*static_cast<std::function<void()>*>(function))();
        return nullptr;
    };
    const bool made = pthread_create(&thread, &attributes, enter, &call) == 0;
    pthread_attr_destroy(&attributes);
    if (made)
        pthread_join(thread, nullptr);
    return made;
}
