import Foundation
import NilometerCore
import NilometerServer

/// What the operator set: defaults, then the file, then the environment, then flags; later wins.
struct DaemonConfiguration {
    /// A key of the file, and its name in the environment.
    private static let keys: [(key: String, variable: String)] = [
        ("listen", "NILOMETERD_LISTEN"), ("data", "NILOMETERD_DATA"), ("publicURL", "NILOMETERD_PUBLIC_URL"),
        ("masterKeyFile", "NILOMETERD_MASTER_KEY_FILE"), ("webhookAllow", "NILOMETERD_WEBHOOK_ALLOW"),
        ("programs", "NILOMETERD_PROGRAMS"),
        ("limits.sentBytes", "NILOMETERD_LIMITS_SENT_BYTES"),
        ("limits.inflatedBytes", "NILOMETERD_LIMITS_INFLATED_BYTES"),
        ("limits.bodySeconds", "NILOMETERD_LIMITS_BODY_SECONDS"),
        ("limits.idleSeconds", "NILOMETERD_LIMITS_IDLE_SECONDS"),
        ("limits.connections", "NILOMETERD_LIMITS_CONNECTIONS"),
        ("limits.drainSeconds", "NILOMETERD_LIMITS_DRAIN_SECONDS"),
        ("limits.deliveryDays", "NILOMETERD_LIMITS_DELIVERY_DAYS"),
    ]
    /// Where the file is looked for when none is named.
    private static let usualFile = "/etc/nilometer/nilometerd.json"
    private static let fileVariable = "NILOMETERD_CONFIG"

    private var values: [String: [String]] = [:]

    /// Reads the file and the environment, and lays the flags over them.
    ///
    /// - Parameters:
    ///   - file: the file that a flag names; nil for the environment's or the usual one, which may be absent.
    ///   - flags: values by key; empty ones were not given.
    ///   - environment: the process's variables.
    /// - Throws: `NilometerError` `invalidInput` for an unknown key or a value that does not fit.
    init(file: String?, flags: [String: [String]], environment: [String: String]) throws(NilometerError) {
        let named = file ?? environment[Self.fileVariable]
        let path = named ?? Self.usualFile
        if named != nil || FileManager.default.fileExists(atPath: path) {
            for (key, texts) in try ConfigurationFile.values(at: path) {
                guard Self.keys.contains(where: { $0.key == key }) else {
                    throw Self.unknown("key “\(key)” of \(path)", key, among: Self.keys.map(\.key))
                }
                values[key] = texts
            }
        }
        for (variable, text) in environment where variable.hasPrefix("NILOMETERD_") && variable != Self.fileVariable {
            guard let key = Self.keys.first(where: { $0.variable == variable })?.key else {
                throw Self.unknown("variable \(variable)", variable, among: Self.keys.map(\.variable))
            }
            values[key] = key == "webhookAllow" ? text.split(separator: ",").map(String.init) : [text]
        }
        for (key, texts) in flags where !texts.isEmpty {
            precondition(Self.keys.contains { $0.key == key }, "The flag \(key) is not a key.")
            values[key] = texts
        }
    }

    /// The data folder; a folder of the user unless set.
    var data: String { values["data"]?.first ?? NSHomeDirectory() + "/.local/share/nilometer" }
    /// The file of the master key; nil for `master.key` in the data folder.
    var masterKeyFile: String? { values["masterKeyFile"]?.first }
    /// A folder of the command line's programs for other platforms; nil for none.
    var programs: String? { values["programs"]?.first }
    /// Networks that webhooks may be sent to although they are private.
    var webhookAllow: [String] { values["webhookAllow"] ?? [] }

    /// Where to listen.
    func listen() throws(NilometerError) -> (host: String, port: Int) {
        let text = values["listen"]?.first ?? "127.0.0.1:7622"
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon != text.startIndex
        else { throw Self.bad("listen", text, "HOST:PORT, such as 127.0.0.1:7622 or [::1]:7622") }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return (host, port)
    }

    /// The address that people reach this server at, without a slash at its end.
    func publicURL() throws(NilometerError) -> String {
        guard var text = values["publicURL"]?.first else {
            return "http://" + (values["listen"]?.first ?? "127.0.0.1:7622")
        }
        while text.hasSuffix("/") { text.removeLast() }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme ?? ""), url.host() != nil else {
            throw Self.bad("publicURL", text, "an http or https address")
        }
        return text
    }

    /// Bounds on requests.
    func limits() throws(NilometerError) -> Services.Limits {
        var limits = Services.Limits()
        limits.sentBytes = try number("limits.sentBytes", limits.sentBytes, 1024...(1 << 30))
        limits.inflatedBytes = try number("limits.inflatedBytes", limits.inflatedBytes, 1024...(1 << 30))
        limits.bodySeconds = try number("limits.bodySeconds", limits.bodySeconds, 1...3600)
        limits.idleSeconds = try number("limits.idleSeconds", limits.idleSeconds, 1...3600)
        limits.connections = try number("limits.connections", limits.connections, 1...100_000)
        return limits
    }

    /// How long the server goes on to accept once it is told to stop.
    func drain() throws(NilometerError) -> Duration { .seconds(try number("limits.drainSeconds", 0, 0...5)) }

    /// How long deliveries that ended are kept, in seconds.
    func deliveriesKept() throws(NilometerError) -> TimeInterval {
        TimeInterval(try number("limits.deliveryDays", 30, 1...3650)) * 86_400
    }

    private func number(_ key: String, _ usual: Int, _ range: ClosedRange<Int>) throws(NilometerError) -> Int {
        guard let text = values[key]?.first else { return usual }
        guard let number = Int(text), range.contains(number) else {
            throw Self.bad(key, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func bad(_ key: String, _ text: String, _ wanted: String) -> NilometerError {
        NilometerError(.invalidInput, "The value “\(text.prefix(100))” of \(key) is not \(wanted).")
    }

    private static func unknown(_ what: String, _ name: String, among names: [String]) -> NilometerError {
        let near = names.min { Spelling.distance($0, name) < Spelling.distance($1, name) }
        let hint = near.map { Spelling.distance($0, name) <= 4 ? "; did you mean \($0)?" : "" } ?? ""
        let all = hint.isEmpty ? "; known are \(names.joined(separator: ", "))." : hint
        return NilometerError(.invalidInput, "The \(what) is unknown\(all)")
    }
}
