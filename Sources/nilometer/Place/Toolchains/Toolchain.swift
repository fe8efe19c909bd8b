/// A compiler or runtime whose version may explain a change, and how it is asked for.
struct Toolchain: Sendable {
    /// Its key in the context: permanent.
    var id: String
    /// The words of a command and the ids of formats that suggest it.
    var words: Set<String>
    /// The command that prints the version; the first line that is not empty counts.
    var command: [String]
    /// The variables that change what it makes.
    var variables: [String] = []

    /// The toolchains that are known.
    static let all: [Toolchain] = [
        Toolchain(
            id: "go",
            words: ["go", "gotestsum", "benchstat", "go-bench", "benchfmt"],
            // The toolchain that go.mod chooses in this folder; “go version” prints the same, and the platform twice.
            command: ["go", "env", "GOVERSION"],
            variables: [
                "GOFLAGS", "GOMAXPROCS", "GOGC", "GOMEMLIMIT", "GODEBUG", "GOEXPERIMENT", "CGO_ENABLED", "GOAMD64",
            ]
        ),
        Toolchain(
            id: "rustc",
            words: ["cargo", "rustc", "criterion", "cargo-bench"],
            command: ["rustc", "--version"],
            variables: ["RUSTFLAGS", "CARGO_BUILD_TARGET", "CARGO_PROFILE_BENCH_LTO"]
        ),
        Toolchain(id: "swift", words: ["swift", "swift-benchmark"], command: ["swift", "--version"]),
        Toolchain(
            id: "cxx",
            words: ["google-benchmark", "cmake", "ctest", "make", "ninja", "bazel", "catch2", "nanobench"],
            command: ["c++", "--version"],
            variables: ["CXXFLAGS", "CFLAGS", "LDFLAGS"]
        ),
        Toolchain(
            id: "java",
            words: ["java", "mvn", "mvnw", "gradle", "gradlew", "jmh", "sbt"],
            command: ["java", "--version"],
            variables: ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"]
        ),
        Toolchain(id: "dotnet", words: ["dotnet", "benchmarkdotnet"], command: ["dotnet", "--version"]),
        Toolchain(
            id: "node",
            words: ["node", "npm", "npx", "yarn", "pnpm", "vitest", "tinybench"],
            command: ["node", "--version"],
            variables: ["NODE_OPTIONS"]
        ),
        Toolchain(
            id: "python",
            words: ["python", "python3", "pytest", "pytest-benchmark", "pyperf", "asv"],
            command: ["python3", "--version"],
            variables: ["PYTHONHASHSEED", "PYTHONOPTIMIZE"]
        ),
    ]

    /// The toolchains that some words suggest: a word may be a path, such as `./gradlew` or `/usr/bin/python3.12`.
    static func suggested(by words: [String]) -> [Toolchain] {
        let names = Set(words.flatMap(names))
        return all.filter { !$0.words.isDisjoint(with: names) }
    }

    private static func names(_ word: String) -> [String] {
        let last = word.split(separator: "/").last.map(String.init) ?? word
        let plain = last.prefix { $0 != "." }
        return [last, String(plain)]
    }
}
