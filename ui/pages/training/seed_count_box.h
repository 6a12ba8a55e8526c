// SPDX-License-Identifier: GPL-3.0-or-later
// How many seeds: a small number that is typed over, never into, what is there.
#pragma once

#include <QSpinBox>

namespace vitrine {

/// 1 to 10. A click selects the whole number, so that the next digit replaces it; what is too large becomes the
/// largest.
class SeedCountBox : public QSpinBox {
    Q_OBJECT
public:
    explicit SeedCountBox(QWidget* parent = nullptr);

protected:
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace vitrine
