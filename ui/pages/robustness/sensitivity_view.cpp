// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/robustness/sensitivity_view.h"

#include "ui/charts/chart_text.h"
#include "ui/widgets/plain_text.h"

#include <QGridLayout>
#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace vitrine {

namespace {

QString number(double value) { return QLocale().toString(value, 'g', 3); }

/// Smallest step along `method` that changes the answer; NaN when none was found.
double flipOf(const Robustness& robustness, const std::string& method)
{
    for (const auto& curve : robustness.curves) {
        if (curve.method == method)
            return curve.flipsAt;
    }
    return std::nan("");
}

} // namespace

SensitivityView::SensitivityView(QWidget* parent)
    : QFrame(parent)
    , m_headline(PlainLabel::make({}, "title"))
    , m_rows(new QGridLayout)
{
    setObjectName(QStringLiteral("sensitivityView"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(6);
    m_headline->setWordWrap(true);
    layout->addWidget(m_headline);
    layout->addLayout(m_rows);
    m_rows->setVerticalSpacing(3);
    m_rows->setColumnStretch(0, 1);
    hide();
}

QString SensitivityView::headline() const { return m_headline->text(); }

void SensitivityView::addRow(const QString& name, const QString& value, const QString& help)
{
    const int row = m_rows->rowCount();
    auto* title = PlainLabel::make(name, "muted");
    auto* shown = new PlainLabel(value);
    shown->setAlignment(Qt::AlignRight);
    for (auto* label : { title, shown })
        label->setToolTip(plainToolTip(help));
    m_rows->addWidget(title, row, 0);
    m_rows->addWidget(shown, row, 1);
}

void SensitivityView::setRobustness(const Robustness* robustness, const std::string& method)
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    setVisible(robustness && !robustness->sensitivities.empty());
    if (!robustness || robustness->sensitivities.empty())
        return;
    const auto& all = robustness->sensitivities;
    const auto wanted
        = std::find_if(all.begin(), all.end(), [&](const Sensitivity& one) { return one.method == method; });
    const auto& shown = wanted == all.end() ? all.front() : *wanted;
    const double flip = flipOf(*robustness, shown.method);
    const bool flips = std::isfinite(flip);
    m_headline->setText(flips ? tr("The answer flips at a step of %1").arg(number(flip))
                              : tr("✓ No step that was tried flips the answer"));
    setLook(m_headline, flips ? "warn" : "good");
    setLook(this, flips ? "warn" : "good");
    if (flips && robustness->embeddingNorm > 0)
        addRow(tr("as a share of an embedding"), percent(flip / robustness->embeddingNorm),
            tr("the step, which all tokens share, beside the mean length of one word embedding of this text"));
    addRow(tr("KL at a step of %1").arg(number(robustness->size)), number(shown.divergence),
        tr("Kullback-Leibler divergence of the answers before and after the step, in nats"));
    addRow(tr("larger than of random steps"), percent(shown.quantile),
        tr("share of %1 random directions of the same length with a smaller divergence").arg(shown.directions));
    addRow(shown.method == "fgm" ? tr("gradient of the loss") : tr("gradient of the divergence"),
        number(shown.gradientNorm), tr("its length over all tokens"));
    addRow(
        tr("mean embedding"), number(robustness->embeddingNorm), tr("mean length of the word embeddings of this text"));
}

} // namespace vitrine
