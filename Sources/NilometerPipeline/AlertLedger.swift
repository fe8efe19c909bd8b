import NilometerCore

/// The alerts of a project as a sweep changes them, and the event that each change causes.
struct AlertLedger {
    /// All alerts as they are by now.
    private(set) var all: [Alert]
    /// Those that are new or changed, in the order of their first change.
    private var changed: [String] = []
    private var events: [String: String] = [:]

    init(_ alerts: [Alert]) { all = alerts }

    /// Takes alerts that are new or changed.
    ///
    /// An alert that was opened in this sweep is told as opened, whatever follows.
    mutating func take(_ actions: [(alert: Alert, event: String?)]) {
        for (alert, event) in actions {
            if let place = all.firstIndex(where: { $0.id == alert.id }) {
                all[place] = alert
            } else {
                all.append(alert)
            }
            if !changed.contains(alert.id) { changed.append(alert.id) }
            if let event, events[alert.id] != "alert.opened" { events[alert.id] = event }
        }
    }

    /// What is to be written and told.
    var actions: [(alert: Alert, event: String?)] {
        changed.compactMap { id in all.first { $0.id == id }.map { ($0, events[id]) } }
    }
}
