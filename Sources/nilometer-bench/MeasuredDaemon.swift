import Foundation

/// A nilometerd that was started to be measured.
struct MeasuredDaemon {
    /// From the start of the program until it said that it is ready.
    let secondsToReady: Double
    /// What it has used.
    let usage: ProcessUsage
    /// Its data folder.
    let folder: String
    /// Speaks to it.
    let caller: Caller
    private let process: Process

    /// Makes an administrator's token in a data folder.
    static func token(program: String, folder: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["token", "create", "--data", folder]
        process.standardOutput = output
        try launch(process, program)
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let token = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard process.terminationStatus == 0, token.hasPrefix("nlm_") else {
            throw MeasuringFailed(sentence: "\(program) made no token; is it nilometerd?")
        }
        return token
    }

    /// Starts the daemon and waits until it is ready.
    static func start(program: String, folder: String, token: String) async throws -> MeasuredDaemon {
        let port = try FreePort.choose()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["serve", "--data", folder, "--listen", "127.0.0.1:\(port)"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let caller = Caller(address: "http://127.0.0.1:\(port)", token: token)
        let begun = ContinuousClock.now
        try launch(process, program)
        while !(await caller.isReady()) {
            guard process.isRunning, ContinuousClock.now - begun < .seconds(120) else {
                process.terminate()
                throw MeasuringFailed(sentence: "\(program) did not become ready; start it by hand to see why.")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        return MeasuredDaemon(
            secondsToReady: (ContinuousClock.now - begun).inSeconds,
            usage: ProcessUsage(pid: process.processIdentifier),
            folder: folder,
            caller: caller,
            process: process
        )
    }

    /// Stops it in order.
    func stop() throws {
        process.terminate()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw MeasuringFailed(sentence: "The daemon ended with status \(process.terminationStatus) instead of 0.")
        }
    }

    /// Ends it whatever it does, when measuring has failed.
    func abandon() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func launch(_ process: Process, _ program: String) throws {
        do { try process.run() } catch {
            throw MeasuringFailed(sentence: "\(program) could not be started: \(error.localizedDescription)")
        }
    }
}
