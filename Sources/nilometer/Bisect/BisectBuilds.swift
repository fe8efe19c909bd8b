import Crypto
import Foundation

/// The commits that are checked out and built, the least recently used of them removed when there are too many.
actor BisectBuilds {
    /// Why a commit cannot be measured.
    struct Unbuildable: Error {
        var reason: String
    }

    /// How many are kept.
    private static let most = 6

    private let setup: String?
    private let repository: String
    private let subfolder: String
    private let folder: String
    /// The least recently used first.
    private var kept: [Worktree] = []

    /// Begins in a folder that belongs to the journal; what a killed search left there is removed.
    ///
    /// - Throws: `CommandError` when the folder cannot be made.
    init(setup: String?, journal: String, line: BisectLine) throws(CommandError) {
        self.setup = setup
        repository = line.topFolder
        subfolder = line.subfolder
        let full = URL(fileURLWithPath: journal).standardizedFileURL.path
        let name = SHA256.hash(data: Data(full.utf8)).prefix(6).map { String(format: "%02x", $0) }.joined()
        folder = FileManager.default.temporaryDirectory.path + "/nilometer-bisect-\(getuid())-\(name)"
        do {
            if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .failed("\(folder) could not be made; TMPDIR names another place for the work trees.")
        }
    }

    /// Lets git forget the work trees whose folders are gone.
    func tidy() async throws { _ = try await BisectGit(folder: repository).succeeds(["worktree", "prune"]) }

    /// The folder of a commit, built: that in which the search was started, in the commit's own work tree.
    ///
    /// - Throws: `Unbuildable` when the build fails; `CommandError` when git cannot check it out.
    func folder(of commit: String) async throws -> String {
        if let place = kept.firstIndex(where: { $0.commit == commit }) {
            let worktree = kept.remove(at: place)
            kept.append(worktree)
            return "\(worktree.folder)/\(subfolder)"
        }
        while kept.count >= Self.most { kept.removeFirst().remove() }
        let worktree = try await Worktree(of: commit, in: repository, at: "\(folder)/\(commit)")
        kept.append(worktree)
        let place = "\(worktree.folder)/\(subfolder)"
        guard FileManager.default.fileExists(atPath: place) else {
            drop(commit)
            throw Unbuildable(reason: "it has no folder \(subfolder)")
        }
        guard let setup else { return place }
        var process = ChildProcess.shell(setup)
        process.folder = place
        let outcome = try await process.run()
        guard outcome.isSuccess else {
            let said = outcome.lastErrors.split(separator: "\n").last.map { ": \($0)" } ?? ""
            drop(commit)
            throw Unbuildable(reason: "the build \(outcome.text)\(said)")
        }
        return place
    }

    /// Removes a commit's folder.
    func drop(_ commit: String) {
        guard let place = kept.firstIndex(where: { $0.commit == commit }) else { return }
        kept.remove(at: place).remove()
    }

    /// Removes all folders.
    func removeAll() {
        for worktree in kept { worktree.remove() }
        kept = []
        try? FileManager.default.removeItem(atPath: folder)
    }
}
