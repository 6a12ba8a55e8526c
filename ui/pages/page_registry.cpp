// SPDX-License-Identifier: GPL-3.0-or-later
// A new page is one row here.
#include "ui/pages/page_registry.h"

#include "ui/pages/activations/activations_page.h"
#include "ui/pages/alignment/alignment_page.h"
#include "ui/pages/attention/attention_page.h"
#include "ui/pages/explain/explain_page.h"
#include "ui/pages/robustness/robustness_page.h"
#include "ui/pages/training/training_page.h"

#include <QCoreApplication>

namespace vitrine {

const std::vector<PageEntry>& pageRegistry()
{
    static const std::vector<PageEntry> pages {
        { QStringLiteral("explain"), QT_TRANSLATE_NOOP("PageRegistry", "&Explain"), QStringLiteral("explain"),
            QStringLiteral("Ctrl+1"), "attribute",
            [](const PageContext& context) -> std::unique_ptr<Page> {
                return std::make_unique<ExplainPage>(context);
            } },
        { QStringLiteral("attention"), QT_TRANSLATE_NOOP("PageRegistry", "&Attention"), QStringLiteral("attention"),
            QStringLiteral("Ctrl+2"), "attention",
            [](const PageContext& context) -> std::unique_ptr<Page> {
                return std::make_unique<AttentionPage>(context);
            } },
        { QStringLiteral("alignment"), QT_TRANSLATE_NOOP("PageRegistry", "A&lignment"), QStringLiteral("alignment"),
            QStringLiteral("Ctrl+3"), "attention",
            [](const PageContext& context) -> std::unique_ptr<Page> {
                return std::make_unique<AlignmentPage>(context);
            } },
        { QStringLiteral("robustness"), QT_TRANSLATE_NOOP("PageRegistry", "Ro&bustness"), QStringLiteral("robustness"),
            QStringLiteral("Ctrl+4"), "attribute",
            [](const PageContext& context) -> std::unique_ptr<Page> {
                return std::make_unique<RobustnessPage>(context);
            } },
        { QStringLiteral("training"), QT_TRANSLATE_NOOP("PageRegistry", "Trainin&g"), QStringLiteral("training"),
            QStringLiteral("Ctrl+5"), {},
            [](const PageContext& context) -> std::unique_ptr<Page> {
                return std::make_unique<TrainingPage>(context);
            } },
        { QStringLiteral("activations"), QT_TRANSLATE_NOOP("PageRegistry", "Acti&vations"),
            QStringLiteral("activations"), QStringLiteral("Ctrl+6"), {},
            [](const PageContext& context) -> std::unique_ptr<Page> {
                return std::make_unique<ActivationsPage>(context);
            } },
    };
    return pages;
}

QString pageTitle(const PageEntry& entry) { return QCoreApplication::translate("PageRegistry", entry.title); }

} // namespace vitrine
