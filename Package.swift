// swift-tools-version: 6.2
import PackageDescription

/// The settings of every target: what `style.md` calls strict.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "nilometer",
    dependencies: [
        // Without it: an HTTP/1.1 server with back-pressure, timeouts and a router.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        // Without it: a pool of SQLite connections with one writer, and statement caching.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Without it: an HTTP client for webhooks and the command line.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        // Without it: the parser of flags, the help texts and the shell completions.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        // Without it: the ordered start and shutdown of the daemon's services.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Without it: starting git and reading its output without blocking a thread or losing a descriptor.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        // Without it: the paths that the package before takes.
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        // Without it: structured logs.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        // Without it: signatures of identity tokens, RS256 and ES256, and the keys of their issuers.
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        // Without it: SHA-256 and HMAC.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        // Without it: addresses, buffers and DNS resolution below the HTTP server and client.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // Without it: requests and answers in the words of the next package, inside the server's channel pipeline.
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
        // Without it: HTTP header names and fields as the server spells them.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    ],
    targets: [
        // Layer 0: numbers in, numbers out; system libraries.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "NilometerStatistics", swiftSettings: strict),

        // Layer 1: the words of the field, and the ports.
        .target(name: "NilometerCore", dependencies: ["NilometerStatistics", "CZlib"], swiftSettings: strict),

        // Layer 2: strangers to one another.
        .target(
            name: "NilometerFormats",
            dependencies: ["NilometerCore", "NilometerStatistics"],
            swiftSettings: strict
        ),
        .target(
            name: "NilometerDetection",
            dependencies: ["NilometerCore", "NilometerStatistics"],
            swiftSettings: strict
        ),
        .target(name: "NilometerEvidence", dependencies: ["NilometerCore", "CZlib"], swiftSettings: strict),
        .target(
            name: "NilometerNotifiers",
            dependencies: [
                "NilometerCore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "NilometerSQLite",
            dependencies: [
                "NilometerCore", "NilometerStatistics", "CZlib",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [.embedInCode("Scripts")],
            swiftSettings: strict
        ),
        .target(
            name: "NilometerPipeline",
            dependencies: [
                "NilometerCore", "NilometerStatistics",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(name: "NilometerAPI", dependencies: ["NilometerCore"], swiftSettings: strict),

        // Layer 3: the edges.
        .target(
            name: "NilometerServer",
            dependencies: [
                "NilometerCore", "NilometerAPI", "NilometerPipeline", "NilometerFormats", "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "NilometerClient",
            dependencies: [
                "NilometerCore", "NilometerAPI", "CZlib",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        // For tests only: what every implementation of a port must hold, and implementations that are plainly right.
        .target(
            name: "NilometerTesting",
            dependencies: ["NilometerCore", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict
        ),

        // Layer 4: what is started.
        .executableTarget(
            name: "nilometerd",
            dependencies: [
                "NilometerCore", "NilometerFormats", "NilometerDetection", "NilometerEvidence", "NilometerNotifiers",
                "NilometerSQLite", "NilometerPipeline", "NilometerServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "nilometer",
            dependencies: [
                "NilometerCore", "NilometerStatistics", "NilometerFormats", "NilometerDetection", "NilometerEvidence",
                "NilometerAPI", "NilometerPipeline", "NilometerClient",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        .executableTarget(
            name: "nilometer-bench",
            dependencies: [
                "NilometerCore",
                "NilometerDetection",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),

        // Tests.
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(
            name: "NilometerFormatsTests",
            dependencies: ["NilometerFormats", "NilometerCore", "NilometerAPI", "NilometerTesting"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerStatisticsTests",
            dependencies: ["NilometerStatistics"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerDetectionTests",
            dependencies: [
                "NilometerDetection", "NilometerFormats", "NilometerCore", "NilometerStatistics", "NilometerTesting",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerEvidenceTests",
            dependencies: [
                "NilometerEvidence", "NilometerCore", "NilometerDetection", "NilometerFormats", "NilometerStatistics",
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerCompareTests",
            dependencies: [
                "nilometer", "NilometerCore", "NilometerDetection", "NilometerFormats", "NilometerStatistics",
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerSQLiteTests",
            dependencies: [
                "NilometerSQLite", "NilometerCore", "NilometerTesting",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerAPITests",
            dependencies: ["NilometerAPI", "NilometerCore"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerNotifiersTests",
            dependencies: ["NilometerNotifiers", "NilometerCore"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerServerTests",
            dependencies: [
                "NilometerServer", "NilometerAPI", "NilometerPipeline", "NilometerNotifiers", "NilometerSQLite",
                "NilometerDetection", "NilometerEvidence", "NilometerFormats", "NilometerCore",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerPipelineTests",
            dependencies: [
                "NilometerPipeline", "NilometerCore", "NilometerDetection", "NilometerSQLite", "NilometerTesting",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "NilometerCLITests",
            dependencies: [
                "nilometer", "NilometerAPI", "NilometerClient", "NilometerCore", "NilometerFormats",
                "NilometerDetection", "NilometerPipeline",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)
