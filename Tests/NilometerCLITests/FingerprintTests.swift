import Testing

@testable import nilometer

struct FingerprintTests {
    private static func processors(clock: String) -> String {
        (0..<4).map {
            "processor\t: \($0)\nmodel name\t: Some  CPU @ 2.00GHz\ncpu MHz\t\t: \(clock)\nflags\t\t: fpu hypervisor\n"
        }
        .joined(separator: "\n")
    }

    @Test func `processor, cores, class of memory, architecture and system make a fingerprint`() {
        let facts = Fingerprint.of(
            processors: Self.processors(clock: "1999.9"),
            memory: "MemTotal:       16116136 kB\nMemFree: 1 kB\n",
            architecture: "x86_64",
            system: "Linux"
        )
        #expect(
            facts == [
                "cpu": "Some CPU @ 2.00GHz", "cores": "4", "memoryGiB": "16", "architecture": "x86_64", "os": "Linux",
                "virtualisation": "virtual machine",
            ]
        )
        #expect(Fingerprint.text(of: facts) == "Some CPU @ 2.00GHz, 4 cores, 16 GiB, x86_64, Linux, virtual machine")
    }

    @Test func `values that flicker do not change it`() {
        func facts(_ clock: String, _ memory: Int) -> [String: String] {
            Fingerprint.of(
                processors: Self.processors(clock: clock),
                memory: "MemTotal: \(memory) kB",
                architecture: "a",
                system: "l"
            )
        }
        #expect(facts("800.0", 16_116_136) == facts("3500.1", 16_301_004))
    }

    @Test(arguments: ["", "MemTotal:", "MemTotal: x kB", "MemTotal: -1 kB", ":::\n\n:"])
    func `what is unknown is left out`(text: String) {
        #expect(Fingerprint.of(processors: text, memory: text, architecture: "", system: "").isEmpty)
    }

    @Test func `a processor that has no name is known by its maker and part`() {
        let facts = Fingerprint.of(
            processors: "processor : 0\nCPU implementer : 0x41\nCPU part : 0xd0c\n",
            memory: "",
            architecture: "aarch64",
            system: "Linux"
        )
        #expect(facts["cpu"] == "implementer 0x41 part 0xd0c" && facts["virtualisation"] == nil)
    }

    @Test func `this host has a fingerprint, the same twice`() {
        let facts = Fingerprint.current()
        #expect(facts["cores"] != nil && facts["architecture"] != nil && facts["memoryGiB"] != nil)
        #expect(facts == Fingerprint.current())
    }
}
