import Foundation
import NilometerCore
import Testing

@testable import nilometer

struct SpoolTests {
    private static let upload = SpooledUpload(
        server: "http://127.0.0.1:7622",
        project: "p",
        key: "nilometer-1",
        commit: "c",
        body: Data("{\n}\n\u{0}ä".utf8)
    )
    private static let now = Date(timeIntervalSince1970: 1_700_000_000)

    private static func upload(_ number: Int) -> SpooledUpload {
        var upload = upload
        upload.key = "nilometer-\(number)"
        return upload
    }

    @Test func `what is kept is read back byte for byte`() throws {
        #expect(try SpooledUpload(file: Self.upload.file) == Self.upload)
    }

    @Test(arguments: [0, 1, 40, 120])
    func `a file that was cut is told from a whole one`(missing: Int) throws {
        let file = Self.upload.file
        let cut = file.dropLast(max(1, missing))
        #expect(throws: FormatError.self) { try SpooledUpload(file: Data(cut)) }
    }

    @Test func `a file whose body was changed is told from a whole one`() throws {
        var file = Self.upload.file
        file[file.count - 1] ^= 1
        #expect(throws: FormatError.self) { try SpooledUpload(file: file) }
        #expect(throws: FormatError.self) { try SpooledUpload(file: Data()) }
        #expect(throws: FormatError.self) { try SpooledUpload(file: Data("\n".utf8)) }
        let other = Data(
            String(decoding: Self.upload.file, as: UTF8.self).replacing("spool/1", with: "spool/2").utf8
        )
        #expect(throws: FormatError.self) { try SpooledUpload(file: other) }
    }

    @Test func `uploads wait in the order in which they came, also when the clock goes back`() throws {
        let folder = try TemporaryFolder()
        let spool = Spool(folder: folder.path + "/a/b")
        for number in 0..<20 {
            try spool.add(Self.upload(number), now: Self.now.addingTimeInterval(Double(-number)))
        }
        let keys = try spool.waiting().map { try #require(FileManager.default.contents(atPath: $0)) }
            .map { try SpooledUpload(file: $0).key }
        #expect(keys == (0..<20).map { "nilometer-\($0)" })
    }

    @Test func `the same upload waits once`() throws {
        let folder = try TemporaryFolder()
        let spool = Spool(folder: folder.path)
        try spool.add(Self.upload, now: Self.now)
        try spool.add(Self.upload, now: Self.now.addingTimeInterval(60))
        #expect(try spool.waiting().count == 1)
    }

    @Test func `files are for their owner only, and hold no token`() throws {
        let folder = try TemporaryFolder()
        let spool = Spool(folder: folder.path + "/spool")
        try spool.add(Self.upload, now: Self.now)
        let path = try #require(try spool.waiting().first)
        for (path, mode) in [(path, 0o600), (spool.folder, 0o700)] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: spool.folder)
        #expect(left.count == 1, "nothing unfinished is left beside it")
    }

    @Test func `a full spool says so and keeps what it has`() throws {
        let folder = try TemporaryFolder()
        let spool = Spool(folder: folder.path)
        for number in 0..<Spool.mostFiles {
            try folder.write("", to: "\(String(format: "%015d", number))-x.upload")
        }
        let error = #expect(throws: CommandError.self) { try spool.add(Self.upload, now: Self.now) }
        #expect(error?.sentence.contains("is full (1,000 uploads)") == true)
        #expect(try spool.waiting().count == Spool.mostFiles)
    }

    @Test func `what is refused is put aside with its reason`() throws {
        let folder = try TemporaryFolder()
        let spool = Spool(folder: folder.path)
        try spool.add(Self.upload, now: Self.now)
        try spool.refuse(try #require(try spool.waiting().first), because: "It is bad.")
        #expect(try spool.waiting().isEmpty)
        let aside = try FileManager.default.contentsOfDirectory(atPath: spool.refusedFolder).sorted()
        #expect(aside.count == 2 && aside[1] == aside[0] + ".reason")
        let reason = try #require(FileManager.default.contents(atPath: "\(spool.refusedFolder)/\(aside[1])"))
        #expect(reason == Data("It is bad.\n".utf8))
    }

    @Test func `what was left unfinished is deleted once it is old`() throws {
        let folder = try TemporaryFolder()
        try folder.write(to: DurableFile.unfinished + "1-x", "000000000000001-x.upload")
        let spool = Spool(folder: folder.path)
        spool.sweepUnfinished(olderThan: Date(timeIntervalSince1970: 0))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
        spool.sweepUnfinished(olderThan: .distantFuture)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["000000000000001-x.upload"])
    }

    @Test func `the spool is where flag, variable or the user's state say`() throws {
        let known = ["HOME": "/h", "XDG_STATE_HOME": "/s", "NILOMETER_SPOOL": "/v"]
        #expect(try Spool.found("/f", in: known).folder == "/f")
        #expect(try Spool.found(nil, in: known).folder == "/v")
        #expect(try Spool.found(nil, in: ["HOME": "/h", "XDG_STATE_HOME": "/s"]).folder == "/s/nilometer/spool")
        #expect(
            try Spool.found(nil, in: ["HOME": "/h", "XDG_STATE_HOME": "s"]).folder == "/h/.local/state/nilometer/spool"
        )
        #expect(throws: CommandError.self) { try Spool.found(nil, in: [:]) }
    }
}
