// SPDX-License-Identifier: GPL-3.0-or-later
// What every chart can do: show a result, follow the selection, be drawn whole as a figure, be read as a table.
#pragma once

#include "core/results/alignment.h"
#include "core/results/attention.h"
#include "core/results/attribution.h"
#include "core/results/robustness.h"
#include "core/text/token_groups.h"
#include "ui/charts/training_series.h"
#include "ui/support/theme.h"
#include "ui/widgets/table.h"

#include <QPainter>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <variant>
#include <vector>

namespace vitrine {

class Selection;

/// A result a chart can show. New kinds of result are added here and in ResultKind.
using AnyResult = std::variant<std::monostate, std::shared_ptr<const Prediction>, std::shared_ptr<const Attribution>,
    std::shared_ptr<const Attention>, std::shared_ptr<const Alignment>, std::shared_ptr<const TrainingSeries>,
    std::shared_ptr<const Robustness>>;

/// How tokens are shown, shared by all charts of a page.
struct TokenDisplay {
    Grouping grouping = Grouping::Words;
    bool hideSpecial = false;
};

/// Base of all charts. Results are shared and never changed. An empty chart paints what to do.
class Chart : public QWidget {
    Q_OBJECT
public:
    explicit Chart(QWidget* parent = nullptr)
        : QWidget(parent)
    {
    }

    /// Shows `result`; a kind this chart cannot show, or monostate, empties it.
    virtual void setResult(const AnyResult& result) = 0;
    virtual void setTokenDisplay(const TokenDisplay& display) = 0;
    /// Links the chart: it follows and changes the selection. The selection outlives the chart.
    virtual void setSelection(Selection* selection) = 0;

    /// The size of the whole content, in device-independent pixels, when `width` are given.
    virtual QSizeF figureSize(double width) const = 0;
    /// Paints the whole content (not the viewport) as vectors into `area`, in the colours of `theme`.
    virtual void paintFigure(QPainter& painter, const QRectF& area, const Theme& theme) const = 0;

    virtual TableData table() const = 0;
    /// One or two sentences that name the largest value; also the accessible description.
    virtual QString summary() const = 0;
};

} // namespace vitrine
