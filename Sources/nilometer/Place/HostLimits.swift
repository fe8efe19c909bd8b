import Foundation
import Glibc

/// How much of a host this process may use: a container is often given less than the host has.
struct HostLimits: Equatable {
    /// Processors, of the scheduler's mask and the control group's quota; nil where nothing limits them.
    var processors: Double?
    /// Bytes of memory; nil where nothing limits them.
    var memory: Double?

    /// The limits of this process.
    static func current() -> HostLimits {
        of(
            groups: text("/proc/self/cgroup"),
            allowed: status("Cpus_allowed_list", in: text("/proc/self/status")),
            read: text
        )
    }

    /// The limits that control groups, of either version, and the list of allowed processors set.
    ///
    /// - Parameters:
    ///   - groups: the text of `/proc/self/cgroup`.
    ///   - allowed: the list of allowed processors, such as `0-3,8`.
    ///   - read: the text of a file; empty where there is none.
    /// - Returns: the tightest limits.
    static func of(groups: String, allowed: String?, read: (String) -> String) -> HostLimits {
        var processors: [Double] = allowed.flatMap(count).map { [Double($0)] } ?? []
        var memories: [Double] = []
        for folder in folders(groups, controller: nil) {
            processors += quota(read("/sys/fs/cgroup\(folder)/cpu.max"))
            memories += bytes(read("/sys/fs/cgroup\(folder)/memory.max"))
        }
        for folder in folders(groups, controller: "cpu") {
            let quota = read("/sys/fs/cgroup/cpu\(folder)/cpu.cfs_quota_us")
            let period = read("/sys/fs/cgroup/cpu\(folder)/cpu.cfs_period_us")
            processors += Self.quota("\(quota) \(period)")
        }
        for folder in folders(groups, controller: "memory") {
            memories += bytes(read("/sys/fs/cgroup/memory\(folder)/memory.limit_in_bytes"))
        }
        return HostLimits(processors: processors.min(), memory: memories.min())
    }

    /// The folders of a group, from its own up to the root, whose file may be missing in a container.
    private static func folders(_ groups: String, controller: String?) -> [String] {
        for line in groups.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let controllers = parts[1].split(separator: ",")
            guard controller.map({ controllers.contains(Substring($0)) }) ?? parts[1].isEmpty else { continue }
            var names = parts[2].split(separator: "/").prefix(32)
            var folders: [String] = []
            while !names.isEmpty {
                folders.append("/" + names.joined(separator: "/"))
                names.removeLast()
            }
            return folders + [""]
        }
        return []
    }

    private static func quota(_ text: String) -> [Double] {
        let parts = text.split(whereSeparator: \.isWhitespace).map { Double($0) ?? 0 }
        guard parts.count == 2, parts[0] > 0, parts[1] > 0 else { return [] }
        return [parts[0] / parts[1]]
    }

    private static func bytes(_ text: String) -> [Double] {
        // Without a limit, version 1 says the largest number of whole pages.
        guard let bytes = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)), bytes > 0, bytes < 0x1p62 else {
            return []
        }
        return [bytes]
    }

    /// How many processors a list such as `0-3,8` holds.
    private static func count(_ list: String) -> Int? {
        var count = 0
        for part in list.split(separator: ",") {
            let ends = part.split(separator: "-").map { Int($0) }
            guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, first <= last,
                last < 1_048_576
            else { return nil }
            count += last - first + 1
        }
        return count > 0 ? count : nil
    }

    private static func status(_ name: String, in text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix(name + ":") }.map {
            $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
        }
    }

    private static func text(_ path: String) -> String {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
