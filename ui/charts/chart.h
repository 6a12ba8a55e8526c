// SPDX-License-Identifier: GPL-3.0-or-later
// What every chart can do: show a result, follow the selection, be drawn whole as a figure, be read as a table.
#pragma once

#include "core/text/token_groups.h"
#include "ui/charts/any_result.h"
#include "ui/support/theme.h"
#include "ui/widgets/table.h"

#include <QPainter>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <vector>

namespace vitrine {

class Selection;

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

    /// Shows `result`; a kind that this chart cannot show, or nothing, empties it.
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
