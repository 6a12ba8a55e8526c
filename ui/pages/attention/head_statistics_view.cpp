// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/attention/head_statistics_view.h"

#include "ui/widgets/plain_text.h"

#include <QGridLayout>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace vitrine {

HeadStatisticsView::HeadStatisticsView(QWidget* parent)
    : QWidget(parent)
    , m_rows(new QGridLayout(this))
{
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setVerticalSpacing(6);
    m_rows->setColumnStretch(1, 1);
}

void HeadStatisticsView::setHead(const Attention* attention, int layer, int head)
{
    while (auto* item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!attention)
        return;
    const auto& all = attention->statistics;
    const auto found = std::find_if(
        all.begin(), all.end(), [=](const HeadStatistics& one) { return one.layer == layer && one.head == head; });
    if (found == all.end())
        return;
    const auto number = [](double value, int decimals) { return QLocale().toString(value, 'f', decimals); };
    const auto most = std::log(double(std::max<std::size_t>(attention->encoding.size(), 1)));
    const auto add = [this](const QString& name, const QString& value) {
        const int row = m_rows->rowCount();
        auto* right = new PlainLabel(value);
        right->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_rows->addWidget(PlainLabel::make(name, "muted"), row, 0);
        m_rows->addWidget(right, row, 1);
    };
    add(tr("entropy"), tr("%1 of %2 nats").arg(number(found->entropy, 2), number(most, 2)));
    add(tr("to the token itself"), number(found->diagonal, 2));
    add(tr("to the token before"), number(found->previous, 2));
    add(tr("to the token after"), number(found->next, 2));
    add(tr("to the first token"), number(found->first, 2));
    add(tr("to special tokens"), number(found->special, 2));
}

} // namespace vitrine
