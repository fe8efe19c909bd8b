import Foundation
import NilometerCore

extension StoreContract {
    private static func alert(_ id: String, _ state: Alert.State = .open) -> Alert {
        Alert(
            id: id,
            project: "p",
            state: state,
            kind: .regression,
            fromCommit: "a",
            toCommit: "b",
            openedAt: time,
            updatedAt: time,
            members: ["chg_1", "chg_2"]
        )
    }

    private static func event(_ id: String, of alert: Alert? = nil) -> AlertEvent {
        AlertEvent(id: id, type: "alert.opened", alert: alert, at: time, actor: "nilometer", body: "{\"ä\":\"\(id)\"}")
    }

    private static func webhook(_ id: String, isActive: Bool = true) -> Webhook {
        Webhook(id: id, project: "p", url: "http://x/", secrets: [], isActive: isActive, createdAt: time)
    }

    static let ofAlerts: [Promise<any Store>] = [
        Promise("an outcome's alerts are written with one delivery for each event and active webhook") {
            store,
            faults in
            _ = try await store.createProject(project())
            for hook in [webhook("whk_1"), webhook("whk_2"), webhook("whk_3", isActive: false)] {
                _ = try await store.createWebhook(hook)
            }
            _ = try await store.append([run("run_1", at: "a")])
            guard let task = try await store.dueSweep(limit: 9) else { return faults.expect(false, "nothing is due") }
            let opened = alert("alt_1")
            let events = [event("evt_1", of: opened), event("evt_2", of: opened)]
            try await store.finish(task, with: SweepOutcome(alerts: [opened], events: events))
            let found = try await store.alert("alt_1", in: "p")
            faults.expectEqual(found?.members, opened.members, "the members")
            let due = try await store.dueDeliveries(at: time, each: 9, limit: 99)
            faults.expectEqual(
                due.map { "\($0.event) \($0.webhook.id)" }.sorted(),
                ["evt_1 whk_1", "evt_1 whk_2", "evt_2 whk_1", "evt_2 whk_2"],
                "the deliveries"
            )
            faults.expect(due.allSatisfy { delivery in events.contains { $0.body == delivery.body } }, "the bodies")
            let early = try await store.dueDeliveries(at: time.addingTimeInterval(-1), each: 9, limit: 99)
            faults.expectEqual(early, [], "before they are due")
        },
        Promise("alerts are listed newest first, and of one state") { store, faults in
            _ = try await store.createProject(project())
            let alerts = [alert("alt_1"), alert("alt_2", .resolved), alert("alt_3")]
            let isWritten = try await store.record(alerts: alerts, events: [], in: "p")
            let isElsewhere = try await store.record(alerts: [], events: [], in: "none")
            faults.expectEqual([isWritten, isElsewhere], [true, false], "the answers")
            let all = try await store.alerts(in: "p", state: nil)
            faults.expectEqual(all.map(\.id), ["alt_3", "alt_2", "alt_1"], "all")
            let open = try await store.alerts(in: "p", state: .open)
            faults.expectEqual(open.map(\.id), ["alt_3", "alt_1"], "the open ones")
        },
        Promise("an alert that was written since it was read is not written over, and its events are kept") {
            store,
            faults in
            _ = try await store.createProject(project())
            let first = alert("alt_1")
            _ = try await store.record(alerts: [first], events: [event("evt_1", of: first)], in: "p")
            guard let read = try await store.alert("alt_1", in: "p") else { return faults.expect(false, "no alert") }
            var accepted = read
            accepted.state = .accepted
            let isWritten = try await store.record(
                alerts: [accepted],
                events: [event("evt_2", of: accepted)],
                in: "p"
            )
            let isStale = try await store.record(
                alerts: [read, alert("alt_2")],
                events: [event("evt_3", of: read)],
                in: "p"
            )
            faults.expectEqual([isWritten, isStale], [true, false], "the answers")
            let states = try await store.alerts(in: "p", state: nil).map(\.state)
            faults.expectEqual(states, [.accepted], "the alerts")
            let events = try await store.events(of: "alt_1", in: "p").map(\.id)
            faults.expectEqual(events, ["evt_1", "evt_2"], "the events")
        },
        Promise("what an alert says of itself is kept, and no event of a held one is delivered") { store, faults in
            _ = try await store.createProject(project())
            _ = try await store.createWebhook(webhook("whk_1"))
            var doubt = alert("alt_1")
            doubt.kind = .instrument
            doubt.members = []
            doubt.summary = "All of “ns/op” fell to 0."
            doubt.machine = "m"
            doubt.metric = "ns/op"
            doubt.series = ["ser_1", "ser_2"]
            doubt.held = .budget
            _ = try await store.record(alerts: [doubt], events: [event("evt_1", of: doubt)], in: "p")
            guard var read = try await store.alert("alt_1", in: "p") else { return faults.expect(false, "no alert") }
            doubt.version = read.version
            faults.expectEqual(read, doubt, "the held alert")
            let none = try await store.dueDeliveries(at: time, each: 9, limit: 9)
            faults.expectEqual(none, [], "what is told of a held alert")
            read.held = nil
            read.series = ["ser_3"]
            read.summary = nil
            read.toCommit = "c"
            read.backAt = "d"
            _ = try await store.record(alerts: [read], events: [event("evt_2", of: read)], in: "p")
            let released = try await store.alert("alt_1", in: "p")
            read.version += 1
            faults.expectEqual(released, read, "the released alert")
            let told = try await store.dueDeliveries(at: time, each: 9, limit: 9)
            faults.expectEqual(told.map(\.event), ["evt_2"], "what is told of a released alert")
        },
        Promise("a delivery is what was last written of it, and goes with its webhook") { store, faults in
            _ = try await store.createProject(project())
            let isMade = try await store.createWebhook(webhook("whk_1"))
            var stray = webhook("whk_9")
            stray.project = "none"
            let isStray = try await store.createWebhook(stray)
            faults.expectEqual([isMade, isStray], [true, false], "the answers")
            try await store.enqueue(event("evt_1"), to: webhook("whk_1"), deliveryID: "dlv_1")
            try await store.enqueue(event("evt_2"), to: webhook("whk_1"), deliveryID: "dlv_2")
            guard var delivery = try await store.dueDeliveries(at: time, each: 1, limit: 1).first else {
                return faults.expect(false, "nothing is due")
            }
            delivery.attempts = 1
            delivery.dueAt = time.addingTimeInterval(5)
            delivery.lastResult = "500"
            try await store.record(delivery)
            let listed = try await store.deliveries(of: "whk_1", in: "p", after: nil, limit: 9)
            faults.expect(listed.contains(delivery) && listed.count == 2, "listed: \(listed)")
            let due = try await store.dueDeliveries(at: time, each: 9, limit: 9)
            faults.expect(due.count == 1 && due.first?.id != delivery.id, "due: \(due)")
            delivery.state = .delivered
            try await store.record(delivery)
            let forgotten = try await store.forgetDeliveries(endedBefore: time.addingTimeInterval(9))
            faults.expectEqual(forgotten, 1, "the count of those forgotten")
            let isGone = try await store.deleteWebhook("whk_1", in: "p")
            let isGoneAgain = try await store.deleteWebhook("whk_1", in: "p")
            faults.expectEqual([isGone, isGoneAgain], [true, false], "the answers")
            let left = try await store.dueDeliveries(at: time.addingTimeInterval(99), each: 9, limit: 9)
            faults.expectEqual(left, [], "what is left")
        },
    ]
}
