import Foundation
import NilometerCore
import NilometerFormats

/// Where the tests find their files.
enum Shared {
    /// The top of the checkout.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder of sample data beside the checkout, or the one that `NILOMETER_SHARED` names; nil where there is none.
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["NILOMETER_SHARED"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared")
        let data = folder.appendingPathComponent("data")
        return FileManager.default.fileExists(atPath: data.path) ? data : nil
    }()

    static var isThere: Bool { folder != nil }

    static func upload(_ url: URL) throws -> Upload {
        Upload(name: url.lastPathComponent, bytes: Array(try Data(contentsOf: url)))
    }

    static func upload(_ text: String) -> Upload { Upload(name: "test", bytes: Array(text.utf8)) }

    static func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }
}

/// A small generator whose numbers follow from its seed alone.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
