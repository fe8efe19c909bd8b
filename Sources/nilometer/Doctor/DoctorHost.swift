import Foundation

/// Looks at the clone and the machine.
struct DoctorHost {
    var machine: String

    func checks() async -> [DoctorCheck] {
        let facts = Fingerprint.current()
        let isNamed = machine != "default"
        let text = "“\(machine)”: \(Fingerprint.text(of: facts))"
        let fingerprint =
            isNamed
            ? DoctorCheck.ok("machine", text)
            : DoctorCheck.warning(
                "machine",
                text + "; name classes of hosts apart with NILOMETER_MACHINE, such as ci-linux-x64"
            )
        return await clone() + [fingerprint]
    }

    private func clone() async -> [DoctorCheck] {
        let repository = GitRepository(folder: FileManager.default.currentDirectoryPath)
        guard let commit = await repository.commit() else {
            return [
                .warning(
                    "clone",
                    "this folder is in no git clone with a commit (or git is missing); run “upload” inside one, or give "
                        + "--commit and --line"
                )
            ]
        }
        let branch = await repository.branch()
        let place = "\(TextShort.commit(commit.sha)) on \(branch ?? "no branch")"
        let older = TextShort.count(commit.line.count, "older commit")
        if await repository.isShallow() {
            return [
                .warning(
                    "clone",
                    "\(place) is shallow, \(older): runs can be placed no further back; use git fetch --unshallow, or "
                        + "fetch-depth: 0 in a checkout action"
                )
            ]
        }
        if await repository.isChanged() {
            return [.warning("clone", "\(place) has changed files: results would be kept under a commit without them")]
        }
        return [.ok("clone", "\(place), \(older)")]
    }
}
