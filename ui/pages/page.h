// SPDX-License-Identifier: GPL-3.0-or-later
// What every page of the window can do; the window knows pages only by this.
#pragma once

#include "core/results/encoding.h"
#include "ui/charts/chart.h"
#include "ui/engine/workspace.h"
#include "ui/support/file_dialogs.h"

#include <QWidget>

#include <memory>

namespace vitrine {

class ChartCard;
class Selection;
class Settings;

/// What a page is given. Everything outlives the page.
struct PageContext {
    EngineProcess& engine;
    Workspace& workspace;
    Selection& selection;
    FileDialogs& dialogs;
    Settings& settings;
};

/// One page: the centre of the window and its panel at the right.
class Page : public QWidget {
    Q_OBJECT
public:
    /// The panel for the right side, which the window shows beside the page. The page owns it until then; taken once,
    /// it has to live as long as the page.
    std::unique_ptr<QWidget> takeSidePanel() { return std::move(m_sidePanel); }
    /// Only the page that is seen computes.
    virtual void setActive(bool active) = 0;
    /// Stops what this page computes.
    virtual void cancel() = 0;

    /// True while something runs that closing the window would lose.
    virtual bool isWorking() const { return false; }
    /// False: the page has nothing to do with the text of the window, which is not shown above it.
    virtual bool showsText() const { return true; }

    /// What is shown, for exporting and copying; empty when nothing is.
    virtual AnyResult result() const = 0;
    virtual TokenDisplay tokenDisplay() const = 0;
    /// The chart that copying means when none has the focus.
    virtual Chart* mainChart() const = 0;
    /// One paragraph for F1.
    virtual QString helpText() const = 0;
    /// The other text of pages that compare two; nothing on others.
    virtual void setRightText(const QString&) { }
    /// Selects the next token after `after` that contains `text`; −1 when there is none.
    int findToken(const QString& text, int after) const;

Q_SIGNALS:
    /// A short note for the status line.
    void remark(const QString& text);
    void exportRequested();
    /// The window should show another text.
    void textProposed(const QString& text);

protected:
    explicit Page(const PageContext& context);

    /// To be called once, in the constructor.
    void setSidePanel(QWidget* panel) { m_sidePanel.reset(panel); }
    /// A chart of the registry in its card, linked to the selection and to exporting. `chartId` names the row; the
    /// chart is called so too, the card "card-" before it. The card belongs to the layout that it is put into.
    ChartCard* addCard(const QString& chartId);
    virtual const Encoding* encoding() const = 0;

private:
    Selection& m_linked; ///< to every chart of the page
    std::unique_ptr<QWidget> m_sidePanel;
};

} // namespace vitrine
