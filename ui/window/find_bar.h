// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+F: goes from token to token that contains what is typed.
#pragma once

#include <QFrame>

class QLineEdit;

namespace vitrine {

class PlainLabel;

class FindBar : public QFrame {
    Q_OBJECT
public:
    explicit FindBar(QWidget* parent = nullptr);

    void open();
    /// Says whether the last search found something.
    void setFound(bool found);

Q_SIGNALS:
    /// Enter: the next one. `again` is false when the words just changed.
    void searched(const QString& text, bool again);

private:
    QLineEdit* m_line;
    PlainLabel* m_note;
};

} // namespace vitrine
