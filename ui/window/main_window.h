// SPDX-License-Identifier: GPL-3.0-or-later
// The window: puts panels, pages and menus together. It computes nothing and knows no analysis.
#pragma once

#include "ui/engine/workspace.h"
#include "ui/pages/page_registry.h"
#include "ui/support/file_dialogs.h"
#include "ui/support/selection.h"
#include "ui/support/theme.h"
#include "ui/window/figure_dialog.h"
#include "ui/window/text_history.h"

#include <QMainWindow>

class QSplitter;
class QStackedWidget;

namespace vitrine {

class Actions;
class Banner;
class CentralArea;
class PageBar;
class Settings;
class StatusLine;
class TextPanel;

/// Lives as long as the program. Engine and settings outlive it.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(EngineProcess& engine, Settings& settings, FileDialogs dialogs = FileDialogs::native(),
        FigureQuestions questions = FigureQuestions::native());
    ~MainWindow() override;

    Workspace& workspace() { return m_workspace; }
    Selection& selection() { return m_selection; }
    TextHistory& history() { return m_history; }
    Actions& actions() { return *m_actions; }
    Page* currentPage() const;
    void showPage(const QString& id);

    /// Opens what the command line or a drop named: a model folder or weights into `slot`, a JSON file of logits beside
    /// the open model, anything else as a text.
    void open(const QString& path, Slot slot);
    /// Opens `model`: a folder, a file in one, or the name of a built-in model. Any other file is refused as a model.
    void openModel(const QString& model, Slot slot);
    /// Shows `text` and explains it as soon as there is a model.
    void showText(const QString& text);
    /// Without arguments: the last model, else the first built-in one, with a text that is ready to be explained.
    void openUsual();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void buildMenuCorners();
    void buildLeft(QSplitter* splitter);
    void buildPages();
    void buildRight(QSplitter* splitter);
    void connectMenus();
    void connectEngine();
    void connectWorkspace();
    void fillBuiltInMenu();
    void fillRecentMenu();
    void openTextFile(const QString& path);
    void updateAbilities();
    void rememberText();
    void exportFigure();
    void showLoadReport();
    void showParity(const QString& reference = {});
    void setTheme(const QString& name);
    void setFullPage(bool full);
    /// Gives the focus to the first field in `pane`; false when nothing there takes it.
    bool focusPane(QWidget* pane);
    void cyclePanes(int step);
    void findToken(const QString& text, bool again);
    void showEngineLog();
    void restoreWindow();

    EngineProcess& m_engine;
    Settings& m_settings;
    FileDialogs m_dialogs;
    FigureQuestions m_questions;
    Workspace m_workspace;
    Selection m_selection;
    TextHistory m_history;
    Actions* m_actions;
    QSplitter* m_splitter;
    PageBar* m_pageBar;
    CentralArea* m_centre;
    QWidget* m_left = nullptr;
    Banner* m_modelBanner = nullptr;
    TextPanel* m_texts = nullptr;
    QWidget* m_right = nullptr;
    QStackedWidget* m_sidePanels = nullptr;
    StatusLine* m_status;
    struct ShownPage {
        const PageEntry* entry = nullptr;
        Page* page = nullptr;
        QAction* action = nullptr;
    };
    std::vector<ShownPage> m_pages;
    std::size_t m_current = 0;
    bool m_usualWanted = false; ///< openUsual() waits for the engine to tell its built-in models
};

} // namespace vitrine
