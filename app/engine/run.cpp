// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/run.h"

#include "app/engine/command.h"
#include "app/engine/evaluate.h"
#include "app/engine/table.h"
#include "core/io/corpus/corpus.h"
#include "core/io/files/atomic_file.h"
#include "core/service/dispatcher.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <sstream>

#include <unistd.h>

namespace vitrine {
namespace {

using Json = nlohmann::json;

// Progress on one line of standard error, for people.
class ProgressLine {
public:
    explicit ProgressLine(bool on)
        : m_on(on)
    {
    }
    ~ProgressLine() { clear(); }

    void show(const std::string& text)
    {
        if (!m_on)
            return;
        std::cerr << "\r\033[K" << text << std::flush;
        m_shown = true;
    }
    void clear()
    {
        if (m_shown)
            std::cerr << "\r\033[K" << std::flush;
        m_shown = false;
    }

private:
    bool m_on;
    bool m_shown = false;
};

class Run {
public:
    Run(const Invocation& invocation, const CancelToken& cancel)
        : m_invocation(invocation)
        , m_command(*std::find_if(commands().begin(), commands().end(),
              [&](const Command& command) { return command.request == invocation.command; }))
        , m_line(!invocation.quiet && (invocation.progress || ::isatty(STDERR_FILENO) != 0))
        , m_cancel(cancel)
        , m_session(invocation.session)
    {
    }

    int run()
    {
        if (m_command.takesTexts)
            return runTexts();
        const auto document = ask(m_invocation.values, {});
        if (!document)
            return refuse(document.error());
        write([&](std::ostream& out) { tell(out, *document); });
        const auto* check = std::get_if<SelfCheck>(&*document);
        const bool failed = check != nullptr
            && std::any_of(check->checks.begin(), check->checks.end(), [](const CheckRow& row) { return !row.passed; });
        return failed ? 1 : 0;
    }

private:
    int runTexts()
    {
        std::vector<CorpusRow> rows = textRows();
        if (rows.empty())
            return refuse({ ErrorCode::BadArgument, "There is no text: give --text or --input.", "text", {} });
        const bool single = rows.size() == 1 && !m_invocation.input;
        std::ostringstream collected;
        std::ostream& out = m_invocation.output ? collected : std::cout;
        Json documents = Json::array();
        Json refused = Json::array();
        Evaluator evaluator;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            auto values = m_invocation.values;
            values["text"] = rows[i].text;
            if (rows[i].pair)
                values["text-pair"] = *rows[i].pair;
            const Result<AnyDocument> answered = ask(
                values, rows.size() > 1 ? std::to_string(i + 1) + " of " + std::to_string(rows.size()) + " " : "");
            if (!answered) {
                const Error& error = answered.error();
                if (single || error.code == ErrorCode::Cancelled || isFatal(error.code, i))
                    return refuse(error);
                refused.push_back({ { "row", rows[i].row }, { "id", rows[i].id }, { "code", errorCodeName(error.code) },
                    { "message", error.message } });
                note("row " + std::to_string(rows[i].row) + ": " + error.message);
                evaluator.add(rows[i].label, nullptr);
                continue;
            }
            const auto* prediction = std::get_if<Prediction>(&*answered);
            if (prediction != nullptr)
                evaluator.add(rows[i].label, prediction);
            if (m_invocation.jsonLines) {
                out << toJsonText(jsonOf(*answered, rows[i]), -1) << '\n';
            } else if (m_invocation.json) {
                documents.push_back(jsonOf(*answered, rows[i]));
            } else if (!rows[i].label || prediction == nullptr) {
                m_line.clear();
                if (i > 0)
                    out << '\n';
                printAny(out, *answered);
            }
        }
        m_line.clear();
        finish(out, single, std::move(documents), refused, evaluator);
        if (m_invocation.output)
            save(collected.str());
        return refused.empty() && m_badRows == 0 ? 0 : 4;
    }

    // The document; of a row of a file with where it came from.
    Json jsonOf(const AnyDocument& document, const CorpusRow& row) const
    {
        Json json = encode(document, ArrayForm::Lists);
        if (m_invocation.input) {
            json["row"] = row.row;
            json["id"] = row.id;
        }
        return json;
    }

    void finish(std::ostream& out, bool single, Json documents, const Json& refused, const Evaluator& evaluator)
    {
        const bool evaluated = evaluator.hasLabels() && m_command.request == "predict";
        if (m_invocation.json) {
            Json document = single ? documents.at(0)
                                   : Json { { "kind", "batch" }, { "schema", 1 }, { "documents", std::move(documents) },
                                         { "refused", refused } };
            if (evaluated)
                document["evaluation"] = encode(evaluator.result(), ArrayForm::Lists);
            out << toJsonText(document) << '\n';
        } else if (evaluated && m_invocation.jsonLines) {
            out << toJsonText(encode(evaluator.result(), ArrayForm::Lists), -1) << '\n';
        } else if (evaluated) {
            print(out, evaluator.result());
        }
        out.flush();
    }

    std::vector<CorpusRow> textRows()
    {
        std::vector<CorpusRow> rows;
        for (std::size_t i = 0; i < m_invocation.texts.size(); ++i) {
            CorpusRow row;
            row.row = long(i + 1);
            row.text = m_invocation.texts[i];
            rows.push_back(std::move(row));
        }
        if (!m_invocation.input)
            return rows;
        Corpus corpus = readCorpus(*m_invocation.input);
        for (const auto& warning : corpus.warnings)
            note(warning);
        for (const auto& bad : corpus.badRows)
            note("row " + std::to_string(bad.row) + ", line " + std::to_string(bad.line) + ": " + bad.reason);
        m_badRows = corpus.badCount;
        rows.insert(
            rows.end(), std::make_move_iterator(corpus.rows.begin()), std::make_move_iterator(corpus.rows.end()));
        return rows;
    }

    // When the model cannot be opened, every row would be refused for the same reason.
    bool isFatal(ErrorCode code, std::size_t row) const { return row == 0 && code != ErrorCode::VocabularyMismatch; }

    Result<AnyDocument> ask(const ParameterValues& values, const std::string& prefix)
    {
        const Progress progress(m_cancel, [&](int done, int total, std::string_view stage) {
            m_line.show(prefix + std::string(stage) + " " + std::to_string(done) + "/" + std::to_string(total));
        });
        return answer(m_command.request, { m_session, values, progress });
    }

    void tell(std::ostream& out, const AnyDocument& document)
    {
        m_line.clear();
        if (m_invocation.json)
            out << toJsonText(encode(document, ArrayForm::Lists)) << '\n';
        else
            printAny(out, document);
    }

    template <typename Writer> void write(Writer&& writer)
    {
        if (!m_invocation.output) {
            writer(std::cout);
            std::cout.flush();
            return;
        }
        std::ostringstream text;
        writer(text);
        save(text.str());
    }

    void save(const std::string& text)
    {
        const auto saved = writeAtomically(*m_invocation.output, text);
        if (!saved)
            throw Refusal(saved.error());
    }

    void note(const std::string& sentence)
    {
        m_line.clear();
        if (!m_invocation.quiet)
            std::cerr << visible(sentence) << '\n';
    }

    int refuse(const Error& error)
    {
        m_line.clear();
        std::cerr << "vitrine-engine: " << visible(error.message) << '\n';
        if (!error.detail.empty() && error.code == ErrorCode::Internal)
            std::cerr << error.detail << '\n';
        if (m_invocation.json || m_invocation.jsonLines)
            std::cout << toJsonText(
                encode(RefusalDocument { error }, ArrayForm::Lists), m_invocation.jsonLines ? -1 : 1)
                      << '\n'
                      << std::flush;
        return exitCodeFor(error.code);
    }

    const Invocation& m_invocation;
    const Command& m_command;
    ProgressLine m_line;
    CancelToken m_cancel;
    Session m_session;
    long m_badRows = 0;
};

} // namespace

int runCommand(const Invocation& invocation, const CancelToken& cancel) { return Run(invocation, cancel).run(); }

} // namespace vitrine
