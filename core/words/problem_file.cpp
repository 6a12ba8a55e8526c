// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/words/problem_file.h"

#include "core/io/json/json_events.h"

#include <algorithm>
#include <optional>
#include <string>

namespace vitrine {
namespace {

constexpr std::size_t maxBytes = std::size_t(1) << 30;
constexpr std::size_t maxValues = 40'000'000;
constexpr auto nextStep = "; mend it and try again";

class ProblemReader : public JsonEvents {
public:
    /// `most` numbers are costs, so that their list does not grow by copies.
    explicit ProblemReader(std::size_t most) { m_cost.values.reserve(most); }

    void beginObject() override
    {
        refuseUnlessSkipped("an object");
        ++m_depth;
    }
    void beginList() override
    {
        if (m_depth == 0 || (m_member && m_depth >= m_member->depth))
            refuseUnlessSkipped("a list");
        ++m_depth;
        if (m_member && m_depth == 2)
            m_member->seen = true;
        if (m_member == &m_cost && m_depth == 3)
            m_rowLength = 0;
    }
    void end() override
    {
        if (m_member == &m_cost && m_depth == 3)
            endRow();
        --m_depth;
    }
    void key(std::string name) override
    {
        if (m_depth != 1)
            return;
        m_member = name == "left_mass" ? &m_left : name == "right_mass" ? &m_right : name == "cost" ? &m_cost : nullptr;
        if (m_member && m_member->seen)
            throw JsonProblem { ErrorCode::MalformedFile, "occurs twice" };
    }
    void value(nlohmann::json scalar) override
    {
        if (m_depth == 0 || (m_member && (m_depth != m_member->depth || !scalar.is_number())))
            refuseUnlessSkipped("something else");
        if (!m_member)
            return;
        m_member->values.push_back(scalar.get<double>());
        m_rowLength += m_member == &m_cost ? 1 : 0;
    }

    ProblemNumbers take(const std::string& subject)
    {
        const auto refuse = [&subject](const std::string& what) {
            throw Refusal(ErrorCode::MalformedFile, subject + ": " + what + nextStep, subject);
        };
        for (const Member* member : { &m_left, &m_right, &m_cost }) {
            if (!member->seen)
                refuse(std::string(member->name) + " is missing");
        }
        if (m_rows != m_left.values.size())
            refuse("cost must have one row for each of the " + std::to_string(m_left.values.size())
                + " left masses, has " + std::to_string(m_rows));
        const std::size_t columns = m_right.values.size();
        if (m_rows > 0 && (m_firstLength != columns || m_otherRow))
            refuse("cost[" + std::to_string(m_firstLength != columns ? 0 : *m_otherRow)
                + "] must have one number for each of the " + std::to_string(columns) + " right masses");
        return { std::move(m_left.values), std::move(m_right.values), std::move(m_cost.values) };
    }

private:
    struct Member {
        const char* name;
        int depth; // of its numbers
        std::vector<double> values {};
        bool seen = false;
    };

    void endRow()
    {
        if (m_rows == 0)
            m_firstLength = m_rowLength;
        else if (m_rowLength != m_firstLength && !m_otherRow)
            m_otherRow = m_rows;
        ++m_rows;
    }

    void refuseUnlessSkipped(const char* is) const
    {
        if (m_depth == 0 && std::string_view(is) != "an object")
            throw JsonProblem { ErrorCode::MalformedFile,
                std::string("must be an object with left_mass, right_mass and cost, is ") + is + nextStep };
        if (m_depth == 0 || !m_member)
            return;
        const bool number = m_depth == m_member->depth;
        throw JsonProblem { ErrorCode::MalformedFile,
            std::string(number ? "must be a number, is " : "must be a list, is ") + is + nextStep };
    }

    Member m_left { "left_mass", 2 }, m_right { "right_mass", 2 }, m_cost { "cost", 3 };
    Member* m_member = nullptr; // the one that is read; null: another, which is skipped
    int m_depth = 0;
    std::size_t m_rows = 0, m_rowLength = 0, m_firstLength = 0;
    std::optional<std::size_t> m_otherRow; // the first whose length is not that of the first
};

} // namespace

ProblemNumbers readProblem(std::string_view json, std::string_view subject, const Progress& progress)
{
    JsonLimits limits;
    limits.bytes = maxBytes;
    limits.values = maxValues;
    ProblemReader reader(std::min(maxValues, std::size_t(std::count(json.begin(), json.end(), ','))));
    readJsonEvents(json, subject, limits, reader, nullptr, progress);
    return reader.take(std::string(subject));
}

} // namespace vitrine
