import Foundation
import Glibc

/// What tells one class of hosts from another, of values that do not flicker.
enum Fingerprint {
    /// The sizes of memory, in GiB, that machines are sold with.
    private static let memoryClasses = [
        1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024,
    ]

    /// This host's fingerprint.
    static func current() -> [String: String] {
        var name = utsname()
        let isNamed = uname(&name) == 0
        return of(
            processors: text("/proc/cpuinfo"),
            memory: text("/proc/meminfo"),
            architecture: isNamed ? string(name.machine) : "",
            system: isNamed ? string(name.sysname) : "",
            limits: HostLimits.current()
        )
    }

    /// The fingerprint that the texts of `/proc/cpuinfo`, `/proc/meminfo` and uname give; what is unknown is left out.
    ///
    /// Cores and memory are what may be used: a container with half of a host is another machine than the host.
    static func of(
        processors: String,
        memory: String,
        architecture: String,
        system: String,
        limits: HostLimits = HostLimits()
    ) -> [String: String] {
        var facts: [String: String] = [:]
        let lines = processors.split(separator: "\n").map(pair)
        let cores = lines.count { $0.name == "processor" }
        if cores > 0 { facts["cores"] = number(min(Double(cores), limits.processors ?? .infinity)) }
        if let model = model(lines) { facts["cpu"] = model }
        if lines.contains(where: { $0.name == "flags" && $0.value.split(separator: " ").contains("hypervisor") }) {
            facts["virtualisation"] = "virtual machine"
        }
        if let memory = memoryClass(memory, limits.memory) { facts["memoryGiB"] = String(memory) }
        if !architecture.isEmpty { facts["architecture"] = architecture }
        if !system.isEmpty { facts["os"] = system }
        return facts
    }

    /// The fingerprint on one line.
    static func text(of facts: [String: String]) -> String {
        let parts = [
            facts["cpu"], facts["cores"].map { "\($0) cores" }, facts["memoryGiB"].map { "\($0) GiB" },
            facts["architecture"], facts["os"], facts["virtualisation"],
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    /// The processor's name as its maker gives it.
    ///
    /// A clock in the name, “@ 2.20GHz”, is the nominal one and never changes; on some clouds nothing else tells two
    /// generations apart, so that it stays. The clock of the moment, “cpu MHz”, is not looked at.
    private static func model(_ lines: [(name: String, value: String)]) -> String? {
        for name in ["model name", "Model", "cpu model", "uarch"] {
            let found = distinct(lines.filter { $0.name == name && !$0.value.isEmpty }.map(\.value))
            if !found.isEmpty { return found.joined(separator: " + ") }
        }
        // Processors of one host may differ: each part is named once.
        guard let maker = lines.first(where: { $0.name == "CPU implementer" })?.value else { return nil }
        let parts = distinct(lines.filter { $0.name == "CPU part" && !$0.value.isEmpty }.map(\.value)).sorted()
        return parts.isEmpty ? nil : "implementer \(maker) part \(parts.joined(separator: "+"))"
    }

    /// The texts without repetitions, and each with single spaces.
    private static func distinct(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.map { $0.split(separator: " ").joined(separator: " ") }.filter { seen.insert($0).inserted }
    }

    /// Whole, or with one decimal place.
    private static func number(_ value: Double) -> String {
        let tenths = Int((max(value, 0.1) * 10).rounded())
        return tenths.isMultiple(of: 10) ? String(tenths / 10) : "\(tenths / 10).\(tenths % 10)"
    }

    private static func memoryClass(_ text: String, _ limit: Double?) -> Int? {
        guard let total = text.split(separator: "\n").map(pair).first(where: { $0.name == "MemTotal" }),
            let kibibytes = total.value.split(separator: " ").first.flatMap({ Double($0) }), kibibytes > 0
        else { return nil }
        let gibibytes = min(kibibytes / 1_048_576, (limit ?? .infinity) / 0x1p30)
        return memoryClasses.first { Double($0) >= gibibytes } ?? memoryClasses.last
    }

    private static func pair(_ line: Substring) -> (name: String, value: String) {
        let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let trimmed = parts.map { $0.trimmingCharacters(in: .whitespaces) }
        return (trimmed[0], trimmed.count > 1 ? trimmed[1] : "")
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    private static func string<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
