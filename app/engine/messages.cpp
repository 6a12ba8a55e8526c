// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/messages.h"

#include "core/runtime/visible_text.h"

#include <cmath>
#include <iostream>

namespace vitrine {
namespace {

using namespace std::chrono_literals;

std::string duration(double seconds)
{
    if (seconds < 100)
        return std::to_string(std::lround(std::ceil(seconds))) + " s";
    if (seconds < 6000)
        return std::to_string(std::lround(seconds / 60)) + " min";
    return std::to_string(std::lround(seconds / 3600)) + " h";
}

} // namespace

std::string paceOf(double seconds, int done, int total)
{
    if (done <= 0 || seconds <= 0)
        return {};
    const double rate = done / seconds;
    std::string pace = rate >= 10 ? std::to_string(std::lround(rate)) : roundedNumber(rate);
    pace += "/s";
    return total > done ? pace + ", " + duration((total - done) / rate) + " left" : pace;
}

void Messages::progress(int done, int total, std::string_view stage)
{
    if (!m_progress)
        return;
    const auto now = Clock::now();
    if (m_stage != stage) {
        m_stage = stage;
        m_first = done;
        m_begin = now;
    } else if (now - m_last < 50ms && done != total) {
        return;
    }
    m_last = now;
    std::string text = m_stage + ' ' + std::to_string(done);
    if (total > 0)
        text += '/' + std::to_string(total);
    const double seconds = std::chrono::duration<double>(now - m_begin).count();
    if (seconds > 1)
        if (const std::string pace = paceOf(seconds, done - m_first, total - m_first); !pace.empty())
            text += ", " + pace;
    std::cerr << "\r\033[K" << text << std::flush;
    m_shown = true;
}

void Messages::note(const std::string& sentence)
{
    clear();
    if (!m_quiet)
        std::cerr << visible(sentence) << '\n';
}

void Messages::refusal(const Error& error)
{
    clear();
    std::cerr << "vitrine-engine: " << visible(error.message) << '\n';
}

void Messages::clear()
{
    if (m_shown)
        std::cerr << "\r\033[K" << std::flush;
    m_shown = false;
}

} // namespace vitrine
