import Foundation
import NilometerCore
import Testing

@testable import NilometerEvidence

/// Fixtures of this folder, and what damage does to them.
enum EvidenceFixture {
    /// The bytes of a file below `Fixtures`.
    static func bytes(_ path: String, here: String = #filePath) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: here).deletingLastPathComponent().appendingPathComponent("Fixtures")
        return Array(try Data(contentsOf: folder.appendingPathComponent(path)))
    }

    /// What a fixture says, recognised by its content.
    static func evidence(_ path: String) throws -> Evidence {
        try EvidenceKinds.evidence(from: EvidenceFile(name: path, bytes: bytes(path)))
    }

    /// Reads every prefix of the bytes and 400 edits of them, and expects an answer or a `FormatError` of each.
    ///
    /// - Returns: how many were refused.
    static func damage(_ bytes: [UInt8], kind: any EvidenceKind, seed: UInt64 = 20_261_125) -> Int {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(truncatingIfNeeded: state >> 33) % max(1, bound)
        }
        var files = (0..<bytes.count).map { Array(bytes.prefix($0)) }
        for _ in 0..<400 {
            var edited = bytes
            for _ in 0...next(4) {
                let place = next(edited.count)
                switch next(3) {
                case 0: edited[place] = UInt8(truncatingIfNeeded: next(256))
                case 1: edited.removeSubrange(place..<min(edited.count, place + next(40)))
                default: edited.insert(contentsOf: edited.prefix(next(60)), at: place)
                }
                if edited.isEmpty { edited = [0x20] }
            }
            files.append(edited)
        }
        var refused = 0
        for file in files {
            let upload = Upload(name: "damaged", bytes: file)
            _ = kind.recognises(upload)
            do throws(FormatError) {
                _ = try kind.evidence(from: upload)
            } catch {
                refused += 1
                #expect(!error.reason.isEmpty)
            }
        }
        return refused
    }
}
