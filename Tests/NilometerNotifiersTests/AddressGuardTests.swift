import NilometerNotifiers
import Testing

struct AddressGuardTests {
    private let guarded = AddressGuard(allowing: [])

    @Test(arguments: [
        [127, 0, 0, 1], [127, 255, 0, 9], [0, 0, 0, 0], [10, 1, 2, 3], [172, 16, 0, 1], [172, 31, 255, 255],
        [192, 168, 1, 1], [169, 254, 169, 254], [100, 64, 0, 1], [224, 0, 0, 1], [255, 255, 255, 255],
        [198, 18, 0, 1],
    ])
    func `private and local addresses are refused, in every form of IPv6 that holds them too`(v4: [UInt8]) throws {
        let guarded = try #require(guarded)
        let zeros = [UInt8](repeating: 0, count: 10)
        #expect(!guarded.permits(v4))
        #expect(!guarded.permits(zeros + [0xFF, 0xFF] + v4), "mapped")
        #expect(!guarded.permits(zeros + [0, 0] + v4), "compatible")
        #expect(!guarded.permits([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] + v4), "NAT64")
        #expect(!guarded.permits([0x20, 0x02] + v4 + zeros), "6to4")
    }

    @Test func `local and unique local IPv6, Teredo and multicast are refused`() throws {
        let guarded = try #require(guarded)
        let tail = [UInt8](repeating: 0, count: 11) + [1]
        for head: [UInt8] in [
            [0, 0, 0, 0], [0xFE, 0x80, 0, 0], [0xFC, 0, 0, 0], [0xFD, 0, 0, 0], [0xFF, 2, 0, 0], [0x20, 1, 0, 0],
        ] {
            #expect(!guarded.permits(head + tail), "\(head)")
        }
    }

    @Test(arguments: [[8, 8, 8, 8], [172, 32, 0, 1], [100, 128, 0, 1], [193, 0, 0, 1]])
    func `public addresses are permitted`(v4: [UInt8]) throws {
        let guarded = try #require(guarded)
        #expect(guarded.permits(v4))
        #expect(guarded.permits([UInt8](repeating: 0, count: 10) + [0xFF, 0xFF] + v4))
        #expect(guarded.permits([0x26, 0x06, 0x47, 0] + [UInt8](repeating: 1, count: 12)))
    }

    @Test func `the operator's networks pass, and only those`() throws {
        let open = try #require(AddressGuard(allowing: ["10.1.0.0/16", "fd00::/8"]))
        #expect(open.permits([10, 1, 2, 3]))
        #expect(!open.permits([10, 2, 2, 3]))
        #expect(open.permits([0xFD] + [UInt8](repeating: 0, count: 15)))
        #expect(!open.permits([0xFC] + [UInt8](repeating: 0, count: 15)))
        #expect(!open.permits([]))
        #expect(!open.permits([1, 2, 3]))
    }

    @Test(arguments: ["", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "::/129", "x/8", "10.0.0.0/-1", "10.0.0.0/8/8", "/8"])
    func `what is no network is not taken`(text: String) {
        #expect(AddressGuard(allowing: [text]) == nil)
    }
}
