import Foundation
import NilometerFormats

/// What holds for a command: its options, else the environment, else the repository's `nilometer.toml`, else the user's, else
/// what is built in.
struct Configuration: Sendable {
    /// What was given as options.
    struct Flags: Sendable {
        var server: String?
        var token: String?
        var project: String?
        var machine: String?
    }

    /// The server's address.
    let server: Setting
    /// The access token; nil when none is given.
    let token: Setting?
    /// The project's slug; nil when none is named.
    let project: Setting?
    /// The machine's name.
    let machine: Setting
    /// The repository's file; nil when there is none.
    let file: DeclarationFile?
    /// The user's file; nil when there is none.
    let userFile: DeclarationFile?

    /// Finds out what holds for a command that runs in a folder.
    ///
    /// - Throws: `CommandError` when a file is there that cannot be read or has a mistake.
    init(flags: Flags, environment: [String: String], folder: String) throws(CommandError) {
        let ownPath = DeclarationSearch.userFile(environment: environment)
        let found = try DeclarationSearch.repositoryFile(from: folder)
        let file = try found.flatMap { path throws(CommandError) -> DeclarationFile? in
            path == ownPath ? nil : try DeclarationFile.read(DeclarationSearch.shown(path, from: folder), at: path)
        }
        let own = try ownPath.map { path throws(CommandError) in try DeclarationFile.readOfUser(path) }
        self.file = file
        userFile = own

        func setting(_ key: String, _ flag: String?, _ value: KeyPath<Declaration, String?>?) -> Setting? {
            let variable = "NILOMETER_" + key.uppercased()
            if let flag { return Setting(value: flag, origin: .flag("--" + key)) }
            if let given = environment[variable], !given.isEmpty {
                return Setting(value: given, origin: .variable(variable))
            }
            guard let value else { return nil }
            if let file, let given = file.declaration[keyPath: value] {
                return Setting(value: given, origin: .repository(file.path, line: file.declaration.lines[key]))
            }
            if let own, let given = own.declaration[keyPath: value] {
                return Setting(value: given, origin: .user(own.path, line: own.declaration.lines[key]))
            }
            return nil
        }
        server =
            setting("server", flags.server, \.server) ?? Setting(value: "http://127.0.0.1:7622", origin: .builtIn)
        project = setting("project", flags.project, \.project)
        machine = setting("machine", flags.machine, \.machine) ?? Setting(value: "default", origin: .builtIn)
        // Secrets come with a line end when they are read from a file.
        token = setting("token", flags.token, nil).map {
            Setting(value: $0.value.trimmingCharacters(in: .whitespacesAndNewlines), origin: $0.origin)
        }
    }

    /// What holds for this process.
    ///
    /// - Throws: `CommandError` when a file is there that cannot be read or has a mistake.
    static func current(_ options: ServerOptions, machine: String? = nil) throws(CommandError) -> Configuration {
        try Configuration(
            flags: Flags(server: options.server, token: options.token, project: options.project, machine: machine),
            environment: ProcessInfo.processInfo.environment,
            folder: FileManager.default.currentDirectoryPath
        )
    }

    /// What the repository's file says; nothing when there is none.
    var declaration: Declaration { file?.declaration ?? Declaration() }

    /// The text of the repository's file, as an upload brings it; nil when there is none.
    var rulesText: String? { file.map { String(decoding: $0.bytes, as: UTF8.self) } }

    /// The variables, with the machine that a file names where no variable does.
    func completing(_ environment: [String: String]) -> [String: String] {
        switch machine.origin {
        case .repository, .user: environment.merging(["NILOMETER_MACHINE": machine.value]) { $1 }
        case .flag, .variable, .builtIn: environment
        }
    }

    /// The machine's name, where a command has an option of its own for it.
    func machine(flag: String?) -> String { flag ?? machine.value }

    /// Whether secrets may go to the server: whoever starts the command named it, not a file that a change may edit.
    var isServerTrusted: Bool {
        switch server.origin {
        case .flag, .variable, .user, .builtIn: true
        case .repository: false
        }
    }

    /// Refuses to send a token to a server that only the repository's file names.
    ///
    /// - Throws: `CommandError` that says what to set.
    func checkToken() throws(CommandError) {
        guard let token else { return }
        guard token.value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .failed(
                "The token holds a space or a letter that no token has; copy it again, “nlm_” and 36 characters."
            )
        }
        guard !isServerTrusted else { return }
        throw .failed(
            "The token of \(token.origin.text) is not sent to \(server.value), which only \(server.origin.text) names: a "
                + "change to that file could send it anywhere. Set NILOMETER_SERVER to the address you trust."
        )
    }
    /// Refuses to send an identity that whoever receives it could use elsewhere to a server that only the repository's file
    /// names.
    ///
    /// One that is asked for is made for the server's own address, and of no use to another.
    ///
    /// - Throws: `CommandError` that says what to set.
    func check(_ identity: JobIdentity?) throws(CommandError) {
        guard case .variable(let name, _)? = identity?.means, !isServerTrusted else { return }
        throw .failed(
            "The identity in \(name) is not sent to \(server.value), which only \(server.origin.text) names: a change to "
                + "that file could send it anywhere. Set NILOMETER_SERVER to the address you trust."
        )
    }
}
