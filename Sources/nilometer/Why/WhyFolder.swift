import Foundation

/// The files of a folder of results and evidence, read within bounds; symbolic links are not followed.
struct WhyFolder {
    /// A file by its path below the folder.
    typealias File = (name: String, bytes: [UInt8])

    /// The most files, and the most bytes of all of them.
    static let mostFiles = 5000
    static let mostBytes = 512 * 1_048_576
    /// How deep folders may stand in one another.
    static let mostDepth = 6

    let path: String
    private(set) var files: [File] = []

    /// Reads the folder.
    ///
    /// - Throws: `CommandError` where it is no folder, has no file, or more than the bounds allow.
    init(_ path: String) throws(CommandError) {
        self.path = path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw .failed("\(path) is not a folder; name one with benchmark output and evidence of a commit.")
        }
        var left = Self.mostBytes
        try read("", depth: 0, left: &left)
        guard !files.isEmpty else {
            throw .failed("\(path) has no file; collect benchmark output and evidence into it.")
        }
    }

    private mutating func read(_ below: String, depth: Int, left: inout Int) throws(CommandError) {
        guard depth <= Self.mostDepth else { return }
        let folder = below.isEmpty ? path : path + "/" + below
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw .failed("\(folder) could not be read; check that it may be.")
        }
        for name in names {
            let inner = below.isEmpty ? name : below + "/" + name
            let file = path + "/" + inner
            guard let facts = try? FileManager.default.attributesOfItem(atPath: file) else { continue }
            switch facts[.type] as? FileAttributeType {
            case .typeDirectory?: try read(inner, depth: depth + 1, left: &left)
            case .typeRegular?:
                let size = (facts[.size] as? NSNumber)?.intValue ?? 0
                guard files.count < Self.mostFiles, size <= left else {
                    throw .failed(
                        "\(path) has more than \(Self.mostFiles) files or \(Self.mostBytes >> 20) MiB;"
                            + " name a folder that has the evidence of one commit only."
                    )
                }
                left -= size
                guard let data = FileManager.default.contents(atPath: file) else {
                    throw .failed("\(file) could not be read; check that it may be.")
                }
                files.append((inner, Array(data)))
            default: continue
            }
        }
    }
}
