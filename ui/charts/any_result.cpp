// SPDX-License-Identifier: GPL-3.0-or-later
// A new kind of result is one row here.
#include "ui/charts/any_result.h"

#include "core/results/alignment.h"
#include "core/results/codec.h"
#include "core/results/gelu.h"
#include "core/results/robustness.h"
#include "core/results/training.h"
#include "ui/charts/chart_text.h"
#include "ui/support/visible_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace vitrine {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("vitrine::Figures", text); }

/// The request that makes results of one kind.
struct Question {
    const char* request = nullptr;
    std::function<ParameterValues(const FigureSubject&)> parameters;
    std::function<Result<AnyResult>(const nlohmann::json&)> decode;
    const char* instead = nullptr;
};

template <Document T>
Question asked(const char* request, std::function<ParameterValues(const FigureSubject&)> parameters)
{
    const auto read = [](const nlohmann::json& json) -> Result<AnyResult> {
        auto document = decode<T>(json);
        if (!document)
            return document.error();
        return AnyResult(std::make_shared<const T>(*std::move(document)));
    };
    return { request, std::move(parameters), read, nullptr };
}

Question notAsked(const char* instead) { return { nullptr, {}, {}, instead }; }

ParameterValues ofText(const FigureSubject& subject)
{
    return { { "model", subject.model }, { "text", subject.text } };
}

ParameterValues explained(const FigureSubject& subject)
{
    auto values = ofText(subject);
    values["method"] = "integrated-gradients";
    return values;
}

ParameterValues compared(const FigureSubject& subject)
{
    return { { "model", subject.model }, { "left", subject.text }, { "right", subject.right } };
}

const Provenance* provenanceOf(const auto& document) { return &document.provenance; }
const Provenance* provenanceOf(const TrainingSeries& series)
{
    return series.runs.empty() ? nullptr : &series.runs.back()->provenance;
}

nlohmann::json documentOf(const auto& document) { return encode(document, ArrayForm::Lists); }

/// One run as it is; several as a list.
nlohmann::json documentOf(const TrainingSeries& series)
{
    auto list = nlohmann::json::array();
    for (const auto& run : series.runs)
        list.push_back(documentOf(*run));
    return list.size() == 1 ? list.front() : list;
}

QString nothing(const auto&) { return {}; }

QString whyTitle(const Attribution& attribution)
{
    const auto& label = attribution.target.label;
    return label.empty() ? QString() : tr("Why %1?").arg(visibleText(QString::fromStdString(label)));
}

QString methodOf(const Attribution& attribution)
{
    QStringList parts { QString::fromStdString(attribution.method) };
    if (!attribution.baseline.empty())
        parts << tr("baseline %1").arg(visibleText(QString::fromStdString(attribution.baseline)));
    if (attribution.certificate) {
        parts << tr("tolerance %1").arg(percent(attribution.certificate->tolerance));
        parts << tr("%1 evaluations").arg(attribution.certificate->evaluations);
    }
    if (attribution.draft)
        parts << tr("draft");
    return parts.join(QStringLiteral(", "));
}

template <typename T> using Told = QString (*)(const T&);

template <typename T>
ResultKind row(Question question, const char* figure, std::string (*fileName)(const T&), Told<T> title = nothing,
    Told<T> method = nothing)
{
    const auto of = [](const AnyResult& result) -> const T& { return *result.as<T>(); };
    return { typeid(T), figure, question.request, question.instead, std::move(question.parameters),
        std::move(question.decode), [of](const AnyResult& result) { return provenanceOf(of(result)); },
        [of](const AnyResult& result) { return toJsonText(documentOf(of(result))) + "\n"; },
        [of, fileName](const AnyResult& result) { return QString::fromStdString(fileName(of(result))); },
        [of, title](const AnyResult& result) { return title(of(result)); },
        [of, method](const AnyResult& result) { return method(of(result)); } };
}

} // namespace

const std::vector<ResultKind>& resultKinds()
{
    static const std::vector<ResultKind> kinds {
        row<Attribution>(
            asked<Attribution>("attribute", explained), "page",
            [](const Attribution& one) { return one.provenance.model.name + "-" + one.method; }, whyTitle, methodOf),
        row<Attention>(asked<Attention>("attention", ofText), "attention",
            [](const Attention& one) { return one.provenance.model.name + "-attention"; }),
        row<Alignment>(asked<Alignment>("align", compared), "alignment",
            [](const Alignment& one) { return one.measure + "-alignment"; }),
        row<TrainingSeries>(notAsked("shows a training run; export it from the page Training."), "training",
            [](const TrainingSeries&) { return std::string("training"); }),
        row<Gelu>(asked<Gelu>("gelu", [](const FigureSubject&) { return ParameterValues(); }), "activations",
            [](const Gelu&) { return std::string("gelu"); }),
        row<Robustness>(asked<Robustness>("robustness", ofText), "robustness",
            [](const Robustness& one) { return one.provenance.model.name + "-robustness"; }),
    };
    return kinds;
}

const ResultKind* findKind(std::type_index kind)
{
    const auto& kinds = resultKinds();
    const auto found
        = std::find_if(kinds.begin(), kinds.end(), [&](const ResultKind& one) { return one.document == kind; });
    return found == kinds.end() ? nullptr : &*found;
}

} // namespace vitrine
