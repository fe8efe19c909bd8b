import Crypto
import Foundation
import NilometerAPI
import NilometerCore
import NilometerFormats

/// Turns the body of an upload into a checked run.
struct Intake {
    /// The most bytes of text that names and keys may have.
    private static let longestName = 1024

    let project: Project
    let body: [UInt8]
    let contentType: String
    let idempotencyKey: String?
    let query: [String: String]
    let now: Date
    /// Tells of what kind a file of evidence is.
    let kindOfEvidence: Services.KindOfEvidence

    /// The run that the body describes.
    ///
    /// - Throws: `NilometerError`: `unreadable` for a bad envelope, `invalidInput` when no reading results.
    func run() throws -> Run {
        if let key = idempotencyKey, !(1...255).contains(key.utf8.count) {
            throw NilometerError(.badQuery, "The Idempotency-Key must have 1 to 255 bytes.")
        }
        return contentType.lowercased().hasPrefix("application/json") ? try fromEnvelope() : try fromPlainBody()
    }

    private func fromPlainBody() throws -> Run {
        guard let sha = query["commit"], !sha.isEmpty else {
            throw NilometerError(.invalidInput, "The query has no “commit”; add ?commit=SHA.")
        }
        var warnings: [Warning] = []
        let report = try report(of: Upload(name: "body", bytes: body), format: query["format"] ?? "auto")
        var line = (query["line"] ?? "").split(separator: ",").map(String.init)
        if line.isEmpty, let parent = query["parent"], !parent.isEmpty { line = [parent] }
        let committedAt = try query["committedAt"].map { try date($0, "committedAt", &warnings) }
        let attempt = query["attempt"].flatMap(Int.init)
        guard query["attempt"] == nil || attempt != nil else {
            throw NilometerError(.badQuery, "The attempt is not a whole number; count attempts from 1.")
        }
        let changeRequest = query["changeRequest"].flatMap(Int.init)
        guard query["changeRequest"] == nil || changeRequest != nil else {
            throw NilometerError(.badQuery, "The changeRequest is not a whole number; give its number alone.")
        }
        let origin = Origin(attempt: attempt, job: query["job"], part: query["part"], changeRequest: changeRequest)
        return try run(
            commit: Commit(
                sha: sha,
                branch: query["branch"] ?? project.defaultBranch,
                line: line,
                committedAt: committedAt
            ),
            machine: Machine(name: query["machine"] ?? "default"),
            context: report.context,
            origin: origin,
            times: (nil, nil),
            reports: [report],
            readings: [],
            warnings: warnings,
            base: Self.base(branch: query["baseBranch"], sha: query["base"], line: nil),
            rules: nil
        )
    }

    private func fromEnvelope() throws -> Run {
        if let name = query.keys.filter({ $0 != "wait" }).min() {
            throw NilometerError(
                .badQuery,
                "The envelope says all itself; leave “\(name.prefix(40))” out of the query."
            )
        }
        let envelope: Envelope
        do {
            envelope = try EnvelopeReader.envelope(from: body)
        } catch {
            throw StrictJSON.refusal(error)
        }
        var warnings: [Warning] = []
        warnings += EvidenceParts.warnings(of: envelope.evidence, kindOf: kindOfEvidence)
        var units: [String: UnitFact] = [:]
        let reports = try envelope.reports.map { part in
            let upload = Upload(name: part.name ?? "report", bytes: try part.bytes())
            var report = try report(of: upload, format: part.kind ?? "auto")
            report.carry(&units)
            return report
        }
        var context = reports.reduce(into: [String: String]()) { $0.merge($1.context) { first, _ in first } }
        context.merge(envelope.context) { _, given in given }
        let parents = envelope.commit.parents ?? []
        let line = envelope.commit.line ?? parents.prefix(1).map { $0 }
        let commit = Commit(
            sha: envelope.commit.sha,
            branch: envelope.commit.branch ?? project.defaultBranch,
            line: line,
            committedAt: try envelope.commit.committedAt.map { try date($0, "commit.committedAt", &warnings) },
            subject: envelope.commit.subject,
            author: envelope.commit.author
        )
        return try run(
            commit: commit,
            machine: Machine(
                name: envelope.machineName ?? "default",
                fingerprint: envelope.fingerprint
            ),
            context: context,
            origin: envelope.origin,
            times: (
                try envelope.startedAt.map { try date($0, "startedAt", &warnings) },
                try envelope.finishedAt.map { try date($0, "finishedAt", &warnings) }
            ),
            reports: reports,
            readings: envelope.readings,
            warnings: warnings,
            base: Self.base(branch: envelope.baseBranch, sha: envelope.baseSHA, line: envelope.baseLine),
            rules: envelope.rules
        )
    }

    private func run(
        commit: Commit,
        machine: Machine,
        context: [String: String],
        origin: Origin,
        times: (Date?, Date?),
        reports: [Report],
        readings: [Reading],
        warnings: [Warning],
        base: MergeBase?,
        rules: String?
    ) throws -> Run {
        var (commit, warnings) = (commit, warnings)
        if let number = origin.changeRequest, commit.branch == project.defaultBranch {
            // A fork's change request may well come from a branch of the same name; ours must not move by it.
            commit.branch = "change-request/\(number)"
            warnings.append(
                Warning(
                    "branch-renamed",
                    "Change request \(number) comes from a branch called \(project.defaultBranch), as the project's own is; "
                        + "its run is kept under \(commit.branch)."
                )
            )
        }
        try check(commit, machine)
        try check(base)
        let unreadable = rules.flatMap(RulesText.warning)
        let found = RunReadings.checked(reports.map(\.readings) + [readings])
        guard found.readings.contains(where: { $0.value != nil || $0.error != nil }) else {
            throw NilometerError(
                .invalidInput,
                "The upload has no reading; check that the benchmark ran and that its output was sent whole."
            )
        }
        guard found.readings.count <= RunReadings.limit else {
            throw NilometerError(.invalidInput, "The upload has more than \(RunReadings.limit) readings; split it.")
        }
        try check(found.readings)
        let digest = SHA256.hash(data: body).map { Hex.text(of: $0) }.joined()
        let isAnonymous = idempotencyKey == nil && origin.id == nil && times.0 == nil
        let given = [commit.sha, machine.name, origin.id, origin.job, origin.part, origin.attempt.map(String.init)]
            .map { $0 ?? "" }
        let key =
            idempotencyKey.map { "key:" + $0 }
            ?? "body:"
            + Tokens.digest(
                of: (given + [times.0.map { "\($0.timeIntervalSince1970)" } ?? "", digest])
                    .joined(separator: "\u{1F}")
            )
        var generator = SystemRandomNumberGenerator()
        return Run(
            id: PublicID.make("run_", now: now, using: &generator),
            project: project.slug,
            commit: commit,
            machine: machine,
            context: context,
            origin: origin,
            startedAt: times.0,
            finishedAt: times.1,
            receivedAt: now,
            key: key,
            digest: digest,
            keyHoldsFor: isAnonymous ? 600 : nil,
            readings: found.readings,
            warnings: warnings + reports.flatMap(\.warnings) + found.warnings + [unreadable].compactMap(\.self),
            source: body,
            sourceType: contentType,
            base: base,
            rules: unreadable == nil ? rules : nil
        )
    }

    /// Where a change request left its base; nil when nothing is said of it.
    private static func base(branch: String?, sha: String?, line: [String]?) -> MergeBase? {
        func said(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }
        guard said(branch) != nil || said(sha) != nil else { return nil }
        return MergeBase(branch: said(branch), sha: said(sha), line: line ?? [])
    }

    private func check(_ base: MergeBase?) throws(NilometerError) {
        guard let base else { return }
        for (name, text) in [("branch of the base", base.branch), ("base", base.sha)] {
            guard let text else { continue }
            guard text.utf8.count <= Self.longestName, !text.utf8.contains(where: { $0 < 0x20 }) else {
                throw NilometerError(
                    .invalidInput,
                    "The \(name) must have at most \(Self.longestName) bytes and no control characters."
                )
            }
        }
        guard base.line.count <= 1000 else {
            throw NilometerError(
                .invalidInput,
                "The line of the base has \(base.line.count) commits; send the newest 1000."
            )
        }
        try checkLine(base.line)
    }

    private func check(_ commit: Commit, _ machine: Machine) throws(NilometerError) {
        for (name, text) in [("commit", commit.sha), ("branch", commit.branch), ("machine", machine.name)] {
            guard !text.isEmpty, text.utf8.count <= Self.longestName, !text.utf8.contains(where: { $0 < 0x20 }) else {
                throw NilometerError(
                    .invalidInput,
                    "The \(name) must have 1 to \(Self.longestName) bytes and no control characters."
                )
            }
        }
        guard commit.line.count <= 1000 else {
            throw NilometerError(.invalidInput, "The line has \(commit.line.count) commits; send the newest 1000.")
        }
        try checkLine(commit.line)
    }

    private func checkLine(_ line: [String]) throws(NilometerError) {
        for sha in line {
            guard (1...Self.longestName).contains(sha.utf8.count), !sha.utf8.contains(where: { $0 < 0x20 }) else {
                throw NilometerError(
                    .invalidInput,
                    "Each commit of a line must have 1 to \(Self.longestName) bytes and no control characters."
                )
            }
        }
    }

    /// Refuses names that could not be told apart, or not be shown, once they are stored.
    private func check(_ readings: [Reading]) throws(NilometerError) {
        for reading in readings {
            let names = [("benchmark", reading.benchmark), ("metric", reading.metric)]
            let texts = names + [("unit", reading.unit)] + reading.parameters.map { ("parameter", $0.key + $0.value) }
            for (what, text) in texts {
                guard text.utf8.count <= Self.longestName, !text.utf8.contains(where: { $0 < 0x20 }) else {
                    throw NilometerError(
                        .invalidInput,
                        "The \(what) “\(text.prefix(60))” has control characters or more than \(Self.longestName) bytes."
                    )
                }
            }
            guard names.allSatisfy({ !$0.1.isEmpty }), !reading.parameters.keys.contains(where: { $0.contains("=") })
            else {
                throw NilometerError(
                    .invalidInput,
                    "A reading of “\(reading.benchmark.prefix(60))” has an empty name, or a parameter with “=” in its name."
                )
            }
        }
    }

    private func report(of upload: Upload, format: String) throws(NilometerError) -> Report {
        do {
            return try Formats.report(from: upload, format: format)
        } catch {
            let place = error.line.map { ", line \($0)" } ?? ""
            throw NilometerError(.invalidInput, "“\(upload.name)” could not be read\(place): \(error.reason)")
        }
    }

    private func date(_ text: String, _ name: String, _ warnings: inout [Warning]) throws(NilometerError) -> Date {
        guard let date = Timestamp.date(text) else {
            throw NilometerError(.unreadable, "The time \(name) is not RFC 3339, such as 2026-01-02T03:04:05Z.")
        }
        guard date > now.addingTimeInterval(86_400) else { return date }
        warnings.append(
            Warning("clock-ahead", "The time \(name) is more than a day ahead; the server's time is used instead.")
        )
        return now
    }
}
