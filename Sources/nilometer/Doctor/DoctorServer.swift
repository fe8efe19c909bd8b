import Foundation
import NilometerAPI
import NilometerClient
import NilometerCore

/// Looks at the server, the token, the project and this machine's runs.
struct DoctorServer {
    let session: Session
    let machine: String

    func checks() async -> [DoctorCheck] {
        let ready: Answer
        do {
            ready = try await session.client.probe("/readyz")
        } catch {
            let reason = (error as? ClientError)?.detail ?? "\(error)"
            return [.failed("server", "\(reason) Start nilometerd, or set NILOMETER_SERVER to where it runs.")]
        }
        var checks: [DoctorCheck] = [.ok("server", "\(session.client.server) answers")]
        if let date = ready.date { checks.append(Self.clock(server: date, here: Date())) }
        guard session.hasToken else {
            return checks + [
                .failed("token", "none is given; set NILOMETER_TOKEN to one made with “nilometerd token create”")
            ]
        }
        guard let project = session.projectIfGiven else {
            return checks + [.failed("project", "none is named; set NILOMETER_PROJECT, or give --project SLUG")]
        }
        let (found, token) = await token(project)
        checks.append(token)
        guard let found else { return checks }
        checks.append(found)
        if found.status == .ok && token.status != .failed {
            checks.append(await lastRun(project))
            checks.append(await blind(project))
        }
        return checks
    }

    /// A clock that is wrong makes signatures and tokens look old.
    static func clock(server: Date, here: Date) -> DoctorCheck {
        let apart = Int(here.timeIntervalSince(server).rounded().clamped)
        let words = "\(TextShort.count(abs(apart), "second")) \(apart < 0 ? "behind" : "ahead of") the server's"
        return abs(apart) <= 60
            ? .ok("clock", abs(apart) <= 2 ? "agrees with the server's" : "is \(words)")
            : .warning("clock", "is \(words); set it by NTP, here or there")
    }

    /// What the token may do, found by asking for what each scope permits, and whether the project is there.
    ///
    /// The requests that could write are ones that the server refuses after it has looked at the token.
    private func token(_ project: String) async -> (project: DoctorCheck?, token: DoctorCheck) {
        let read = await status { try await $0.get(Route("projects", project)) }
        if read == 401 {
            return (
                nil, .failed("token", "the server does not know it, or it has ended; ask an administrator for another")
            )
        }
        guard read != 404 else {
            let advice = "there is no “\(project)” for this token; make it with “nilometer project create \(project)”"
            return (.failed("project", advice), .ok("token", "the server knows it"))
        }
        let upload = await status { try await $0.post(Route("projects", project, "runs"), [String: String]()) }
        let triage = await status {
            try await $0.post(Route("projects", project, "alerts", "alt_none", "acknowledge"))
        }
        let admin = await status { try await $0.get(Route("projects", project, "webhooks")) }
        let answers: [(scope: String, status: Int?)] = [
            ("upload", upload), ("read", read), ("triage", triage), ("admin", admin),
        ]
        let scopes = answers.filter { answer in
            answer.status.map { $0 != 403 && $0 != 401 } ?? false
        }.map(\.scope)
        let words = "may \(scopes.isEmpty ? "do nothing" : scopes.joined(separator: ", ")) on “\(project)”"
        let check: DoctorCheck =
            scopes.contains("upload")
            ? .ok("token", words) : .failed("token", "\(words); “upload” needs another, ask an administrator")
        return (.ok("project", "“\(project)” is there"), check)
    }

    private func lastRun(_ project: String) async -> DoctorCheck {
        do {
            let route = Route("projects", project, "runs", query: ["machine": machine, "limit": "1"])
            guard let run = try await session.all(RunView.self, route, limit: 1).first else {
                return .warning("last run", "none of machine “\(machine)” yet; send one with “nilometer upload FILE”")
            }
            let place = "\(TextShort.commit(run.commit)) on \(run.branch), \(TextShort.time(run.receivedAt))"
            let doubts = Set(run.warnings.map(\.code)).sorted().joined(separator: ", ")
            return doubts.isEmpty
                ? .ok("last run", place)
                : .warning("last run", "\(place), with \(doubts): see “nilometer runs show \(run.id)”")
        } catch {
            return .warning("last run", (error as? ClientError)?.detail ?? "it could not be asked for")
        }
    }

    /// The series that could see nothing: their checks pass, and mean nothing.
    private func blind(_ project: String) async -> DoctorCheck {
        let (most, named) = (100, 5)
        do {
            let route = Route("projects", project, "blind", query: ["limit": "\(most)"])
            let found = try await session.all(SeriesView.self, route, limit: most)
            guard !found.isEmpty else { return .ok("power", "every series with enough runs sees a step of 50 %") }
            let names = found.prefix(named).map { series in
                let name = [series.benchmark, TextShort.parameters(series.parameters)].filter { !$0.isEmpty }
                return name.joined(separator: " ") + " \(series.metric) on \(series.machine)"
            }
            let number = found.count == most ? "\(most) series or more" : "\(found.count) series"
            let others = found.count > named ? ", and others" : ""
            return .warning(
                "power",
                "\(number) would not show a step of 50 % within 10 runs; measure longer, or watch another metric: "
                    + names.joined(separator: ", ") + others
            )
        } catch {
            return .warning("power", (error as? ClientError)?.detail ?? "it could not be asked for")
        }
    }

    /// The status of an answer, whatever it is; nil without one.
    private func status(_ call: (NilometerClient) async throws -> Answer) async -> Int? {
        do {
            return try await call(session.client).status
        } catch { return (error as? ClientError)?.status }
    }
}

extension Double {
    /// The value, kept where an integer can hold it.
    fileprivate var clamped: Double { Swift.min(1e15, Swift.max(-1e15, self)) }
}
