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

    @Test func `processors that differ are each named once`() {
        let text = [("0xd03", 4), ("0xd08", 2)].flatMap { part, count in
            (0..<count).map {
                "processor : \(part)\($0)\nCPU implementer : 0x41\nCPU part : \(part)\nBogoMIPS : \(48 + $0)\n"
            }
        }.joined(separator: "\n")
        let facts = Fingerprint.of(processors: text, memory: "", architecture: "aarch64", system: "Linux")
        #expect(facts["cpu"] == "implementer 0x41 part 0xd03+0xd08" && facts["cores"] == "6")
        let swapped = text.split(separator: "\n\n").reversed().joined(separator: "\n\n")
        #expect(Fingerprint.of(processors: swapped, memory: "", architecture: "aarch64", system: "Linux") == facts)
    }

    @Test func `two generations that only their nominal clock tells apart are two machines`() {
        func facts(_ clock: String) -> [String: String] {
            let text = "processor : 0\nmodel name : Intel(R) Xeon(R) CPU @ \(clock)GHz\ncpu MHz : 3100.2\n"
            return Fingerprint.of(processors: text, memory: "", architecture: "x86_64", system: "Linux")
        }
        #expect(facts("2.20") != facts("2.00") && facts("2.20") == facts("2.20"))
    }

    @Test(arguments: [
        // A container of version 2 that sees its own group as the root.
        (
            "0::/\n", ["/sys/fs/cgroup/cpu.max": "200000 100000\n", "/sys/fs/cgroup/memory.max": "4294967296\n"], "2",
            "4"
        ),
        // A service in a slice: the parent's quota holds, too.
        (
            "0::/system.slice/runner.service\n",
            [
                "/sys/fs/cgroup/system.slice/cpu.max": "150000 100000",
                "/sys/fs/cgroup/system.slice/runner.service/cpu.max": "max 100000",
            ],
            "1.5", "16"
        ),
        // Version 1, without a limit of memory.
        (
            "4:memory:/docker/a\n3:cpu,cpuacct:/docker/a\n",
            [
                "/sys/fs/cgroup/cpu/docker/a/cpu.cfs_quota_us": "-1", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us": "300000\n",
                "/sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
                "/sys/fs/cgroup/memory/docker/a/memory.limit_in_bytes": "9223372036854771712",
            ],
            "3", "16"
        ),
        ("", [:], "4", "16"),
        ("0::/\n", ["/sys/fs/cgroup/cpu.max": "max 100000", "/sys/fs/cgroup/memory.max": "max"], "4", "16"),
        ("0::/\n", ["/sys/fs/cgroup/cpu.max": "0 0", "/sys/fs/cgroup/memory.max": "-1"], "4", "16"),
    ])
    func `cores and memory are what a container may use`(
        groups: String,
        files: [String: String],
        cores: String,
        memory: String
    ) {
        let limits = HostLimits.of(groups: groups, allowed: "0-7", read: { files[$0] ?? "" })
        let facts = Fingerprint.of(
            processors: Self.processors(clock: "1"),
            memory: "MemTotal: 16116136 kB",
            architecture: "a",
            system: "l",
            limits: limits
        )
        #expect(facts["cores"] == cores && facts["memoryGiB"] == memory)
    }

    @Test(arguments: [("0", 1.0), ("0-3,8", 5), ("", nil), ("3-1", nil), ("x", nil), ("0-99999999999", nil)])
    func `the processors that the scheduler allows are counted`(list: String, count: Double?) {
        #expect(HostLimits.of(groups: "", allowed: list, read: { _ in "" }).processors == count)
    }

    @Test func `this host has a fingerprint, the same twice`() {
        let facts = Fingerprint.current()
        #expect(facts["cores"] != nil && facts["architecture"] != nil && facts["memoryGiB"] != nil)
        #expect(facts == Fingerprint.current())
    }
}
