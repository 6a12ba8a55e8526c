// SPDX-License-Identifier: GPL-3.0-or-later
// One sentence at the place it concerns, with what can be done about it.
#pragma once

#include "core/runtime/error.h"

#include <QFrame>

#include <functional>
#include <string>
#include <vector>

class QBoxLayout;
class QPushButton;

namespace vitrine {

class PlainLabel;

/// Hidden until something is shown. Errors offer "Copy details"; every banner can be dismissed.
class Banner : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Info, Warning, Trouble };

    explicit Banner(QWidget* parent = nullptr);

    void showMessage(Kind kind, const QString& message, const QString& details = {});
    /// An error; its details go to the clipboard on request.
    void showError(const Error& error);
    /// A list of warnings as one banner: the first, and how many more; all of them in the details.
    void showWarnings(const std::vector<std::string>& warnings);
    /// Adds a button, for example "Restart". Replaced by the next message.
    void offer(const QString& title, std::function<void()> action);
    void clear();

    QString message() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QBoxLayout* m_content; ///< the text, and the buttons beside or below it
    PlainLabel* m_text;
    QPushButton* m_action;
    QPushButton* m_copy;
    QString m_details;
    std::function<void()> m_onAction;
};

} // namespace vitrine
