// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of one head, as rows of name and number.
#pragma once

#include "core/results/attention.h"

#include <QWidget>

class QGridLayout;

namespace vitrine {

class HeadStatisticsView : public QWidget {
    Q_OBJECT
public:
    explicit HeadStatisticsView(QWidget* parent = nullptr);

    /// Layer and head from 0; a head that the result does not hold empties the view.
    void setHead(const Attention* attention, int layer, int head);

private:
    QGridLayout* m_rows;
};

} // namespace vitrine
