import Crypto
import Foundation
import NilometerFormats

/// The commits that are checked out and built, the least recently used of them removed when there are too many.
actor BisectBuilds {
    /// Why a commit cannot be measured.
    struct Unbuildable: Error {
        var reason: String
    }

    /// How many are kept.
    private static let most = 6

    private let setup: String?
    private let worktrees: Worktrees
    private let subfolder: String
    /// The least recently used first.
    private var kept: [(commit: String, path: String)] = []

    /// Begins in a folder that belongs to the journal; what a killed search left there is removed.
    ///
    /// - Throws: `CommandError` when the folder cannot be made.
    init(setup: String?, journal: String, line: BisectLine) throws(CommandError) {
        self.setup = setup
        subfolder = line.subfolder
        let full = URL(fileURLWithPath: journal).standardizedFileURL.path
        let name = SHA256.hash(data: Data(full.utf8)).prefix(6).map { String(format: "%02x", $0) }.joined()
        let folder = FileManager.default.temporaryDirectory.path + "/nilometer-bisect-\(getuid())-\(name)"
        do {
            if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .failed("\(folder) could not be made; TMPDIR names another place for the work trees.")
        }
        worktrees = Worktrees(clone: line.topFolder, folder: folder, variables: [:])
    }

    /// Lets git forget the work trees whose folders are gone.
    func tidy() async throws { _ = try await BisectGit(folder: worktrees.clone).succeeds(["worktree", "prune"]) }

    /// The folder of a commit, built: that in which the search was started, in the commit's own work tree.
    ///
    /// - Throws: `Unbuildable` when the build fails; `CommandError` when git cannot check it out.
    func folder(of commit: String) async throws -> String {
        if let place = kept.firstIndex(where: { $0.commit == commit }) {
            let build = kept.remove(at: place)
            kept.append(build)
            return "\(build.path)/\(subfolder)"
        }
        while kept.count >= Self.most, let oldest = kept.first { await drop(oldest.commit) }
        let path = try await worktrees.add(commit, name: commit)
        kept.append((commit, path))
        let place = "\(path)/\(subfolder)"
        guard FileManager.default.fileExists(atPath: place) else {
            await drop(commit)
            throw Unbuildable(reason: "it has no folder \(subfolder)")
        }
        guard let setup else { return place }
        let outcome = try await ChildProcess(command: .line(setup), folder: place).run()
        if let failure = outcome.failure {
            await drop(commit)
            throw Unbuildable(
                reason: "the build \(failure)\(outcome.lastWords.isEmpty ? "" : ": \(outcome.lastWords)")"
            )
        }
        return place
    }

    /// Removes a commit's folder.
    func drop(_ commit: String) async {
        guard let place = kept.firstIndex(where: { $0.commit == commit }) else { return }
        let path = kept.remove(at: place).path
        let git = BisectGit(folder: worktrees.clone)
        let isRemoved = try? await git.succeeds(["worktree", "remove", "--force", "--force", path])
        if isRemoved != true { try? FileManager.default.removeItem(atPath: path) }
    }

    /// Removes all folders; to be called where no signal has cancelled the task.
    func removeAll() async {
        kept = []
        try? FileManager.default.removeItem(atPath: worktrees.folder)
        try? await tidy()
    }
}
