// SPDX-License-Identifier: GPL-3.0-or-later
// The middle of the window: the text, what was predicted, and the page below.
#pragma once

#include "ui/engine/workspace.h"

#include <QFrame>
#include <QWidget>

class QLineEdit;
class QScrollArea;
class QStackedWidget;

namespace vitrine {

class Banner;
class FindBar;
class Page;
class PredictionBar;
class TextField;
class PlainLabel;

/// Carries the text from the field to the workspace and the prediction from the workspace to the bar.
class CentralArea : public QWidget {
    Q_OBJECT
public:
    explicit CentralArea(Workspace& workspace, QWidget* parent = nullptr);

    void addPage(Page* page);
    void showPage(Page* page);

    TextField* textField() const { return m_text; }
    FindBar* findBar() const { return m_find; }
    /// For what concerns the window or the engine.
    Banner* windowBanner() const { return m_windowBanner; }
    QScrollArea* scrollArea() const { return m_scroll; }

    /// Puts `text` into the field and explains it.
    void showText(const QString& text);

private:
    void predictionChanged();
    void tellTruncation(const Prediction& prediction);

    Workspace& m_workspace;
    Banner* m_windowBanner;
    TextField* m_text;
    Banner* m_textBanner;
    PredictionBar* m_prediction;
    FindBar* m_find;
    QWidget* m_textPart;
    QScrollArea* m_scroll;
    QStackedWidget* m_pages;
};

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
