import NilometerCore
import NilometerEvidence
import Testing

/// Differences of sources are read as git prints them, and refused where they are cut.
struct GitDiffEvidenceTests {
    private func patch(_ text: String) throws(FormatError) -> SourcePatch? {
        try GitDiffEvidence().evidence(from: Upload(name: "x.patch", bytes: Array(text.utf8))).patch
    }

    @Test func `places, renames and revisions are read`() throws {
        let text = """
            diff-range: aaa..bbb
            diff --git a/users.go b/identity.go
            similarity index 90%
            rename from users.go
            rename to identity.go
            --- a/users.go
            +++ b/identity.go
            @@ -3,0 +4,2 @@ package x
            +one
            +two
            @@ -9 +12 @@ func f() {
            -old
            +new
            @@ -20,2 +22,0 @@
            --- a line that was taken away and begins with two dashes
            -next
            diff --git a/gone.go b/gone.go
            deleted file mode 100644
            --- a/gone.go
            +++ /dev/null
            @@ -1 +0,0 @@
            -x
            \\ No newline at end of file

            """
        let patch = try #require(try patch(text))
        #expect(patch.from == "aaa" && patch.to == "bbb")
        #expect(patch.files.map(\.oldPath) == ["users.go", "gone.go"])
        #expect(patch.files.map(\.newPath) == ["identity.go", nil])
        #expect(
            patch.files[0].hunks == [
                .init(oldStart: 3, removed: [], newStart: 4, added: ["one", "two"]),
                .init(oldStart: 9, removed: ["old"], newStart: 12, added: ["new"]),
                .init(
                    oldStart: 20,
                    removed: ["-- a line that was taken away and begins with two dashes", "next"],
                    newStart: 22,
                    added: []
                ),
            ]
        )
    }

    @Test func `context lines are taken out of a hunk, which falls into its places`() throws {
        let text = """
            diff --git a/x.go b/x.go
            --- a/x.go
            +++ b/x.go
            @@ -10,6 +10,6 @@
             ten
            -eleven
             twelve
            +new
             thirteen
            -fourteen
            +other
             fifteen

            """
        #expect(
            try patch(text)?.files[0].hunks == [
                .init(oldStart: 11, removed: ["eleven"], newStart: 10, added: []),
                .init(oldStart: 12, removed: [], newStart: 12, added: ["new"]),
                .init(oldStart: 14, removed: ["fourteen"], newStart: 14, added: ["other"]),
            ]
        )
    }

    @Test func `an unusual path is read without its quotes and escapes`() throws {
        let text = """
            diff --git "a/\\303\\244 b.go" "b/\\303\\244 b.go"
            --- "a/\\303\\244 b.go"
            +++ "b/\\303\\244 b.go"
            @@ -1 +1 @@
            -x
            +y

            """
        #expect(try patch(text)?.files[0].newPath == "ä b.go")
    }

    @Test(arguments: ["@@ -1,5 +1,5 @@\n-x\n", "@@ -x +1 @@\n", "@@ -1 +1 @@\nother\n"])
    func `a cut or damaged hunk is refused with its line`(hunk: String) {
        let text = "diff --git a/x.go b/x.go\n--- a/x.go\n+++ b/x.go\n" + hunk
        let error = #expect(throws: FormatError.self) { try patch(text) }
        #expect((error?.line ?? 0) >= 4)
    }
}
