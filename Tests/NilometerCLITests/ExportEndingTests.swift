import Foundation
import Testing

@testable import nilometer

struct ExportEndingTests {
    private static let text = "{\"readings\":[],\"run\":{}}\n{\"count\":1,\"eof\":true}\n"

    @Test(arguments: [1, 2, 7, 1000])
    func `the last line is found however the bytes are parted`(size: Int) throws {
        var ending = ExportEnding()
        let bytes = Array(Self.text.utf8)
        for place in stride(from: 0, to: bytes.count, by: size) {
            ending.add(Data(bytes[place..<min(bytes.count, place + size)]))
        }
        #expect(try ending.check() == 1)
    }

    @Test(arguments: [1, 2, 10, 22, 47])
    func `an export that misses its last bytes was cut short`(missing: Int) {
        var ending = ExportEnding()
        ending.add(Data(Self.text.utf8.dropLast(missing)))
        #expect(throws: CommandError.self) { try ending.check() }
    }
}
