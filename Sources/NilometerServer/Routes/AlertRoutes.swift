import Foundation
import Hummingbird
import NilometerAPI
import NilometerCore

/// Alerts, read.
struct AlertRoutes {
    let services: Services

    func add(to board: Switchboard) {
        board.inProject("listAlerts") { call, project, _ in
            let state = try call.asked.one(of: Alert.State.self, "state")
            let kind = try call.asked.one(of: Alert.Kind.self, "kind")
            let page = try Page(call.request, call.asked, of: "alerts")
            let desk = AlertDesk(services: services, project: project)
            let alerts = try await services.store.alerts(in: project.slug, state: state)
            let changes = try await desk.changes()
            return try page.answer(
                alerts.filter { kind == nil || $0.kind == kind },
                id: \.id,
                view: { desk.view($0, changes) }
            )
        }
        board.inProject("getAlert") { call, project, _ in
            let desk = AlertDesk(services: services, project: project)
            let alert = try await desk.alert(try call.name("alert"))
            var view = desk.view(alert, try await desk.changes())
            view.events = try await services.store.events(of: alert.id, in: project.slug).map(AlertView.Event.init)
            return try Answer.json(view)
        }
    }
}
