import ArgumentParser
import Foundation
import NilometerAPI
import NilometerCore
import Testing

@testable import nilometer

struct CISystemsTests {
    /// What was found, in the words of the fixtures.
    private static func expected(_ place: Place, like fixture: CIFixture.Expected) -> CIFixture.Expected {
        let job = place.job
        return CIFixture.Expected(
            kind: job?.kind.rawValue,
            commit: place.commit?.sha,
            branch: place.commit?.branch,
            base: place.base.map { .init(branch: $0.branch, sha: $0.sha, mergeBase: place.mergeBase) },
            tag: job?.tag,
            changeRequest: place.origin.changeRequest,
            fork: job?.isFork == true ? true : nil,
            headRepository: job?.headRepository,
            defaultBranch: job?.defaultBranch,
            repository: job?.repository,
            repositoryID: job?.repositoryID,
            server: job?.server,
            provider: place.origin.provider,
            id: place.origin.id,
            attempt: place.origin.attempt,
            job: place.origin.job,
            part: place.origin.part,
            url: place.origin.url,
            line: fixture.line.map { Array((place.commit?.line ?? []).prefix($0.count)) },
            warning: place.warnings.isEmpty
                ? nil
                : place.warnings.count == 1 && fixture.warning.map(place.warnings[0].contains) == true
                    ? fixture.warning : place.warnings.joined(separator: " ")
        )
    }

    @Test(arguments: CIFixture.systems)
    func `commit, branch, base, merge base and identity are found in every event of a CI`(system: String) async throws {
        let scene = try await CIScene.made()
        let folder = CIFixture.root.appendingPathComponent(system)
        let names = CIFixture.names(in: folder)
        #expect(!names.isEmpty)
        for name in names {
            let raw = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            let first = try JSONDecoder().decode(CIFixture.self, from: Data(raw.utf8))
            let clone = try await scene.clone(first.clone, as: name)
            let text = scene.filled(raw, with: ["merged": try await Git(folder: clone).head()])
            let fixture = try JSONDecoder().decode(CIFixture.self, from: Data(text.utf8))
            var variables = fixture.variables
            if let event = try CIFixture.event(in: text) {
                variables["GITHUB_EVENT_PATH"] = clone + "/.git/event.json"
                try event.write(to: URL(fileURLWithPath: clone + "/.git/event.json"))
            }
            let place = await Place.found(options: try .parse([]), environment: variables, folder: clone)
            let found = Self.expected(place, like: fixture.expected)
            #expect(found == fixture.expected, "\(system)/\(name)")
            #expect(place.base?.sha == nil || place.base?.line != [], "\(system)/\(name)")
            #expect(!FileManager.default.fileExists(atPath: clone + "/pwned"), "\(system)/\(name)")
        }
    }

    @Test func `each CI has its own id and fixtures of a push, a change request and a tag`() {
        let ids = CISystems.all.map(\.id)
        #expect(Set(ids).count == ids.count)
        for id in ids {
            let names = CIFixture.names(in: CIFixture.root.appendingPathComponent(id)).joined(separator: " ")
            #expect(names.contains("push"), "\(id)")
            #expect(["pull_request", "merge_request", "change"].contains(where: names.contains), "\(id)")
            #expect(names.contains("tag") && names.contains("schedule"), "\(id)")
        }
    }

    @Test func `without the variables of a CI there is no job`() {
        #expect(CIJob.found(in: ["CI": "true", "GITHUB_ACTIONS": "", "GITHUB_SHA": "a", "PATH": "/bin"]) == nil)
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"pull_request": 1, "number": "x"}"#, #"{"pull_request": {"head": []}}"#,
    ])
    func `an event of another shape is no event`(event: String) {
        let variables = [
            "GITHUB_ACTIONS": "true", "GITHUB_EVENT_NAME": "pull_request", "GITHUB_REF": "refs/pull/7/merge",
            "GITHUB_SHA": "merge", "GITHUB_HEAD_REF": "topic", "GITHUB_BASE_REF": "main",
        ]
        let job = CIJob.found(in: variables, event: Data(event.utf8))
        #expect(job?.sha == nil && job?.checkedOut == "merge" && job?.origin.changeRequest == 7)
        #expect(job?.branch == "topic" && job?.baseBranch == "main" && job?.isFork == false)
    }

    @Test(arguments: [
        ("git@host:acme/rocket.git", "acme/rocket"), ("https://host/acme/rocket/", "acme/rocket"),
        ("ssh://git@host:22/group/sub/rocket.git", "group/sub/rocket"), ("file:///srv/rocket.git", "srv/rocket"),
        ("", nil), ("rocket", nil), ("https://host", nil),
    ])
    func `the path of a repository is read from its address`(address: String, path: String?) {
        #expect(RefName.repository(address) == path)
    }

    @Test func `the branch of a queue names its base and its last change request`() {
        #expect(QueueBranch("gh-readonly-queue/release/1.x/pr-12-abc")?.base == "release/1.x")
        #expect(QueueBranch("gh-readonly-queue/main/pr-12-abc")?.changeRequest == 12)
        #expect(QueueBranch("gh-readonly-queue/main/other")?.changeRequest == nil)
        #expect(QueueBranch("gh-readonly-queue/") == nil && QueueBranch("gh-readonly-queue/main") == nil)
        #expect(QueueBranch("main") == nil)
    }

    @Test(arguments: [
        (
            #"{"os": "linux", "go": 1.24, "race": true, "arch": {"name": "arm64"}, "tags": ["a", "b"]}"#,
            "arch.name=arm64,go=1.24,os=linux,race=true,tags.0=a,tags.1=b"
        ),
        ("null", ""), ("{}", ""), ("linux-arm64", "linux-arm64"), (" x ", "x"), ("{broken", "{broken"),
        (#"{"a": null, "b": 3}"#, "a=,b=3"),
    ])
    func `a matrix in JSON is a part on one line`(given: String, part: String) {
        #expect(MatrixPart.text(given) == part)
    }
}
