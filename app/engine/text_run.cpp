// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/text_run.h"

#include "app/engine/command.h"
#include "app/engine/evaluate.h"
#include "app/engine/output.h"
#include "core/models/runtime/torch_runtime.h"
#include "core/service/dispatcher.h"

#include <nlohmann/json.hpp>

#include <sstream>

namespace vitrine {
namespace {

using Json = nlohmann::json;

constexpr int finishedWithRefusals = 4; // exit code
constexpr std::size_t listedRefusals = 1000; // in a batch, whose other rows are streamed

/// Documents in the form that was asked for.
class DocumentStream {
public:
    DocumentStream(const Invocation& invocation, const TextSink& sink)
        : m_invocation(invocation)
        , m_sink(sink)
    {
        if (batch())
            m_sink("{\n \"kind\": \"batch\",\n \"schema\": 1,\n \"documents\": [");
    }

    void document(const AnyDocument& document, const CorpusRow& row, bool printed)
    {
        if (batch()) {
            m_sink((m_documents++ > 0 ? ",\n" : "\n") + toJsonText(withPlace(document, row), -1));
        } else if (m_invocation.jsonLines) {
            m_sink(toJsonText(withPlace(document, row), -1) + '\n');
        } else if (printed) {
            std::ostringstream out;
            if (m_documents++ > 0)
                out << '\n';
            printAny(out, document);
            m_sink(out.str());
        }
    }

    void refusal(const Error& error, const CorpusRow& row)
    {
        if (m_invocation.jsonLines)
            m_sink(toJsonText(withPlace(RefusalDocument { error }, row), -1) + '\n');
        else if (batch() && m_refused.size() < listedRefusals)
            m_refused.push_back({ { "row", row.row }, { "id", row.id }, { "code", errorCodeName(error.code) },
                { "message", error.message } });
    }

    /// After the last document. A run that ended early keeps what it finished: `why` then stands in the batch.
    void finish(const Evaluator& evaluator, const Error* why = nullptr)
    {
        const bool evaluated = evaluator.hasLabels() && m_invocation.command == "predict";
        if (batch()) {
            std::string end = "\n ],\n \"refused\": " + toJsonText(m_refused, -1);
            if (evaluated)
                end += ",\n \"evaluation\": " + toJsonText(encode(evaluator.result(), ArrayForm::Lists), -1);
            if (why != nullptr)
                end += ",\n \"error\": " + toJsonText(encode(RefusalDocument { *why }, ArrayForm::Lists), -1);
            m_sink(end + "\n}\n");
        } else if (why != nullptr) {
            if (m_invocation.jsonLines)
                m_sink(toJsonText(encode(RefusalDocument { *why }, ArrayForm::Lists), -1) + '\n');
        } else if (evaluated && m_invocation.jsonLines) {
            m_sink(toJsonText(encode(evaluator.result(), ArrayForm::Lists), -1) + '\n');
        } else if (evaluated) {
            std::ostringstream out;
            print(out, evaluator.result());
            m_sink(out.str());
        }
    }

private:
    bool batch() const { return m_invocation.json && !m_invocation.jsonLines; }

    /// The document; of a row of a file with where it came from.
    Json withPlace(const AnyDocument& document, const CorpusRow& row) const
    {
        Json json = encode(document, ArrayForm::Lists);
        if (m_invocation.input) {
            json["row"] = row.row;
            json["id"] = row.id;
        }
        return json;
    }

    const Invocation& m_invocation;
    const TextSink& m_sink;
    std::size_t m_documents = 0;
    Json m_refused = Json::array();
};

std::vector<CorpusRow> givenRows(const Invocation& invocation)
{
    std::vector<CorpusRow> rows;
    for (const std::string& text : invocation.texts) {
        CorpusRow row;
        row.row = long(rows.size()) + 1;
        row.id = std::to_string(row.row);
        row.text = text;
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

int runTexts(const Invocation& invocation, Session& session, const Progress& progress, Messages& messages)
{
    if (invocation.input && !invocation.texts.empty())
        throw Refusal(ErrorCode::BadArgument, "--text and --input were both given; choose one of them.", "input");
    if (!invocation.input && invocation.texts.empty())
        throw Refusal(ErrorCode::BadArgument, "There is no text: give --text or --input.", "text");
    std::unique_ptr<RowSource> rows;
    const CorpusFile* file = nullptr;
    if (invocation.input) {
        auto opened = std::make_unique<CorpusFile>(*invocation.input, progress);
        file = opened.get();
        rows = std::move(opened);
    } else {
        rows = std::make_unique<GivenRows>(givenRows(invocation));
    }
    const TextWork work = textWork(invocation.command, { session, invocation.values, progress });
    const CorpusRunOptions options { session.options().threads, session.options().deterministic };
    int code = 0;
    withOutput(invocation.output, [&](const TextSink& sink) {
        DocumentStream stream(invocation, sink);
        Evaluator evaluator;
        const auto take = [&](const CorpusRow& row, const Result<std::any>& answer) {
            messages.clear();
            const auto* document = answer ? std::any_cast<AnyDocument>(&*answer) : nullptr;
            const auto* prediction = document == nullptr ? nullptr : std::get_if<Prediction>(document);
            if (!row.text.empty() && (prediction != nullptr || document == nullptr))
                evaluator.add(row.label, prediction);
            if (document != nullptr) {
                stream.document(*document, row, !row.label || prediction == nullptr);
                return;
            }
            code = finishedWithRefusals;
            stream.refusal(answer.error(), row);
            messages.note("row " + std::to_string(row.row) + ": " + answer.error().message);
        };
        try {
            runCorpus(*rows, work, options, progress, take);
        } catch (...) {
            if (invocation.output) // whole or not at all
                throw;
            const Error error = errorFromException(std::current_exception());
            if (error.code == ErrorCode::WriteFailed)
                throw;
            messages.refusal(error);
            stream.finish(evaluator, &error);
            code = exitCodeFor(error.code);
            return;
        }
        stream.finish(evaluator);
    });
    if (file != nullptr)
        for (const auto& warning : file->reader().warnings())
            messages.note(warning);
    return code;
}

} // namespace vitrine
