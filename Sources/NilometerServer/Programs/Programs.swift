import Crypto
import Foundation
import NIOPosix

/// The programs of the command line that jobs fetch from this server, so that both are of one version.
///
/// A program is `nilometer` beside the daemon's own program, or a file of the folder given that is named as `Program` says.
/// Files are looked at anew at each request, and read whole only when they are new.
public actor Programs {
    /// What tells one content of a file from another.
    private struct Stamp: Equatable {
        var size: Int
        var modified: Date
    }

    private static let partInBytes = 1 << 20

    private let folder: String?
    private let own: String?
    private var known: [String: (stamp: Stamp, digest: String)] = [:]

    /// Names where programs are.
    ///
    /// - Parameters:
    ///   - folder: a folder of files such as `nilometer-linux-aarch64`; nil for none.
    ///   - own: the program for the daemon's own platform, which need not exist; nil for none.
    public init(folder: String? = nil, own: String? = nil) {
        self.folder = folder
        self.own = own
    }

    /// What can be fetched now, by name.
    func all() async -> [Program] {
        var paths: [String: String] = [:]
        if let own { paths[Program.ownName] = own }
        if let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) {
            for name in names where Program.isName(name) { paths[name] = folder + "/" + name }
        }
        var programs: [Program] = []
        for (name, path) in paths.sorted(by: { $0.key < $1.key }) {
            if let program = await program(name, at: path) { programs.append(program) }
        }
        return programs
    }

    private func program(_ name: String, at path: String) async -> Program? {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            facts[.type] as? FileAttributeType == .typeRegular, let size = facts[.size] as? Int, size > 0,
            let modified = facts[.modificationDate] as? Date
        else { return nil }
        let stamp = Stamp(size: size, modified: modified)
        if let known = known[path], known.stamp == stamp {
            return Program(name: name, path: path, sizeInBytes: size, digest: known.digest)
        }
        guard let digest = try? await Self.digest(of: path) else { return nil }
        known[path] = (stamp, digest)
        return Program(name: name, path: path, sizeInBytes: size, digest: digest)
    }

    /// Reads the file on a thread that may wait for the disk.
    private static func digest(of path: String) async throws -> String {
        try await NIOThreadPool.singleton.runIfActive {
            guard let file = FileHandle(forReadingAtPath: path) else { throw CocoaError(.fileReadNoPermission) }
            defer { try? file.close() }
            var hash = SHA256()
            while let part = try file.read(upToCount: partInBytes), !part.isEmpty { hash.update(data: part) }
            return hash.finalize().map { Hex.text(of: $0) }.joined()
        }
    }
}
