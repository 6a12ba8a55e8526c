// SPDX-License-Identifier: GPL-3.0-or-later
// Layout and wiring. Menu commands that need more than a line are in main_window_commands.cpp.
#include "ui/window/main_window.h"

#include "ui/support/icons.h"
#include "ui/support/settings.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/layouts.h"
#include "ui/widgets/plain_text.h"
#include "ui/window/actions.h"
#include "ui/window/central_area.h"
#include "ui/window/model_chip.h"
#include "ui/window/page_bar.h"
#include "ui/window/status_line.h"
#include "ui/window/text_field.h"
#include "ui/window/text_panel.h"

#include <QCloseEvent>
#include <QMenuBar>
#include <QScrollArea>
#include <QSplitter>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace vitrine {

MainWindow::MainWindow(EngineProcess& engine, Settings& settings, FileDialogs dialogs, FigureQuestions questions)
    : m_engine(engine)
    , m_settings(settings)
    , m_dialogs(std::move(dialogs))
    , m_questions(std::move(questions))
    , m_workspace(engine, settings)
    , m_actions(new Actions(menuBar(), this))
    , m_splitter(new QSplitter)
    , m_pageBar(new PageBar)
    , m_centre(new CentralArea(m_workspace))
    , m_status(new StatusLine(engine))
{
    setWindowTitle(tr("Vitrine"));
    setWindowIcon(programIcon());
    setAcceptDrops(true);
    buildMenuCorners();
    m_history.restore(m_settings.texts());

    auto* centre = new QWidget;
    auto* row = new QHBoxLayout(centre);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_pageBar);
    row->addWidget(m_splitter, 1);
    setCentralWidget(centre);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(1);
    buildLeft(m_splitter);
    m_splitter->addWidget(m_centre);
    buildRight(m_splitter);
    buildPages();
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({ 236, 776, 304 });
    statusBar()->addWidget(m_status, 1);
    statusBar()->setSizeGripEnabled(false);

    connectMenus();
    connectEngine();
    connectWorkspace();
    restoreWindow();
    showPage(m_settings.page());
    updateAbilities();
    if (currentPage()->showsText())
        m_centre->textField()->edit()->setFocus();
    else
        focusPane(currentPage());
    if (!m_settings.notice().isEmpty())
        m_centre->windowBanner()->showMessage(Banner::Kind::Warning, m_settings.notice());
}

MainWindow::~MainWindow()
{
    delete takeCentralWidget(); // pages and panels refer to the members, which would go first
}

/// The program's name at the left of the menus, the way to all commands at their right.
void MainWindow::buildMenuCorners()
{
    auto* name = PlainLabel::make(QStringLiteral("Vitrine"), "title");
    name->setContentsMargins(16, 0, 6, 0);
    menuBar()->setCornerWidget(name, Qt::TopLeftCorner);
    auto* search = new QToolButton;
    search->setText(tr("Ctrl+K  Search commands"));
    search->setFocusPolicy(Qt::NoFocus);
    connect(search, &QToolButton::clicked, m_actions->palette, &QAction::trigger);
    menuBar()->setCornerWidget(search, Qt::TopRightCorner);
}

void MainWindow::buildLeft(QSplitter* splitter)
{
    m_left = new QWidget;
    m_left->setObjectName(QStringLiteral("leftPanel"));
    m_left->setMinimumWidth(176);
    m_left->setMaximumWidth(420);
    auto* layout = new QVBoxLayout(m_left);
    layout->setContentsMargins(12, 14, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(PlainLabel::make(tr("Models"), "heading"));
    m_modelBanner = new Banner;
    m_modelBanner->setObjectName(QStringLiteral("modelBanner"));
    for (const auto slot : { Slot::A, Slot::B }) {
        auto* chip = new ModelChip(m_workspace, slot);
        connect(chip, &ModelChip::dropped, this, [this, slot](const QString& path) { open(path, slot); });
        connect(chip, &ModelChip::chooseRequested, this, [this, slot] {
            if (const auto folder = m_dialogs.chooseFolder(this, tr("Open a model folder"), m_settings.lastFolder());
                !folder.isEmpty())
                open(folder, slot);
        });
        layout->addWidget(chip);
    }
    layout->addWidget(m_modelBanner);
    layout->addSpacing(8);
    m_texts = new TextPanel(m_history);
    layout->addWidget(m_texts, 1);
    connect(m_texts, &TextPanel::chosen, this, &MainWindow::showText);
    splitter->addWidget(m_left);
}

void MainWindow::buildRight(QSplitter* splitter)
{
    m_sidePanels = new PageStack;
    auto* inner = new QWidget;
    inner->setProperty("look", QStringLiteral("scrolled"));
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(14, 14, 14, 14);
    column->addWidget(m_sidePanels);
    auto* scroll = new QScrollArea;
    scroll->setObjectName(QStringLiteral("rightPanel"));
    scroll->setWidget(inner);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumWidth(244);
    scroll->setMaximumWidth(480);
    m_right = scroll;
    splitter->addWidget(scroll);
}

void MainWindow::buildPages()
{
    for (const auto& entry : pageRegistry()) {
        auto* page = entry.make({ m_engine, m_workspace, m_selection, m_dialogs, m_settings }).release();
        page->setObjectName(QStringLiteral("pageOf-") + entry.id);
        auto* action = m_actions->addPage(entry.id, pageTitle(entry), entry.icon, entry.shortcut);
        m_pageBar->addPage(action);
        m_centre->addPage(page);
        auto* panel = page->takeSidePanel().release();
        panel->setObjectName(QStringLiteral("panelOf-") + entry.id);
        m_sidePanels->addWidget(panel);
        connect(action, &QAction::triggered, this, [this, id = entry.id] { showPage(id); });
        connect(page, &Page::remark, this, [this, page](const QString& text) {
            if (page == currentPage())
                m_status->setRemark(text);
        });
        connect(page, &Page::exportRequested, this, &MainWindow::exportFigure);
        connect(page, &Page::textProposed, this, &MainWindow::showText);
        m_pages.push_back({ &entry, page, action });
    }
}

Page* MainWindow::currentPage() const { return m_pages[m_current].page; }

void MainWindow::showPage(const QString& id)
{
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        if (m_pages[i].entry->id == id)
            m_current = i;
    }
    for (std::size_t i = 0; i < m_pages.size(); ++i)
        m_pages[i].action->setChecked(i == m_current);
    const bool textLeaves = !currentPage()->showsText() && m_centre->textField()->isAncestorOf(focusWidget());
    m_centre->showPage(currentPage());
    m_sidePanels->setCurrentIndex(int(m_current));
    m_sidePanels->updateGeometry();
    m_settings.setPage(m_pages[m_current].entry->id);
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
        if (i != m_current)
            m_pages[i].page->setActive(false);
    }
    currentPage()->setActive(true);
    if (textLeaves)
        focusPane(currentPage()); // else the focus would go to whatever comes next in the window
}

void MainWindow::connectEngine()
{
    connect(&m_engine, &EngineProcess::ready, this, [this] {
        fillBuiltInMenu();
        if (std::exchange(m_usualWanted, false))
            openUsual();
    });
    connect(&m_engine, &EngineProcess::trouble, this, [this](const Error& error) {
        m_centre->windowBanner()->showError(error);
        if (m_engine.state() == EngineState::Failed)
            m_centre->windowBanner()->offer(tr("Restart"), [this] { m_engine.restart(); });
    });
    connect(&m_engine, &EngineProcess::stateChanged, this, [this](EngineState state) {
        if (state == EngineState::Failed) {
            m_centre->windowBanner()->showError(m_engine.failure());
            m_centre->windowBanner()->offer(tr("Restart"), [this] { m_engine.restart(); });
        }
    });
    connect(m_status, &StatusLine::cancelRequested, &m_engine, &EngineProcess::cancelAll);
    connect(m_status, &StatusLine::restartRequested, &m_engine, &EngineProcess::restart);
}

void MainWindow::connectWorkspace()
{
    connect(&m_workspace, &Workspace::activeModelChanged, this, [this] {
        m_modelBanner->clear();
        if (const auto& card = m_workspace.card())
            m_modelBanner->showWarnings(card->provenance.warnings);
        m_history.clearPredictions();
        updateAbilities();
        fillRecentMenu();
    });
    connect(&m_workspace, &Workspace::openFailed, this,
        [this](const QString&, const Error& error) { m_modelBanner->showError(error); });
    connect(&m_workspace, &Workspace::converted, this, [this](const std::shared_ptr<const ModelCard>& card) {
        m_modelBanner->showMessage(Banner::Kind::Info,
            tr("Written as safetensors: %1 in %2")
                .arg(QStringLiteral("model.safetensors"), isolated(QString::fromStdString(card->path))));
    });
    connect(&m_workspace, &Workspace::runRequested, this, &MainWindow::rememberText);
    connect(&m_workspace, &Workspace::predictionChanged, this, [this] {
        if (const auto& prediction = m_workspace.prediction())
            m_history.setPrediction(*prediction);
    });
}

/// Pages that the model cannot serve are greyed with the reason; without a model every page may be looked at.
void MainWindow::updateAbilities()
{
    const auto& card = m_workspace.card();
    for (const auto& page : m_pages) {
        QString why;
        if (card) {
            for (const auto& ability : card->abilities) {
                if (ability.id == page.entry->needs && !ability.available)
                    why = QString::fromStdString(ability.why);
            }
        }
        page.action->setEnabled(why.isEmpty());
        page.action->setToolTip(plainToolTip(why.isEmpty() ? page.action->iconText() : why));
    }
}

void MainWindow::rememberText()
{
    if (m_workspace.text().trimmed().isEmpty())
        return;
    m_history.add(m_workspace.text());
    m_texts->setCurrent(m_workspace.text());
    m_settings.setTexts(m_history.remembered());
}

void MainWindow::showText(const QString& text) { m_centre->showText(text); }

void MainWindow::closeEvent(QCloseEvent* event)
{
    const bool isBusy = m_engine.state() == EngineState::Busy
        || std::any_of(m_pages.begin(), m_pages.end(), [](const ShownPage& page) { return page.page->isWorking(); });
    if (isBusy && isVisible()
        && !m_dialogs.confirm(this, tr("The engine is still working. Stop it and close?"), tr("Stop and close"))) {
        event->ignore();
        return;
    }
    m_engine.cancelAll();
    m_settings.setWindowState(saveGeometry(), m_splitter->saveState());
    m_settings.setTexts(m_history.remembered());
    m_settings.save();
    event->accept();
}

} // namespace vitrine
