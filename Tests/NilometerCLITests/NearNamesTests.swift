import NilometerCore
import Testing

struct NearNamesTests {
    private static let names = ["Parse", "ParseLarge", "Request", "Score", "PathLength"]

    @Test(arguments: [
        ("Pars", ["Parse", "ParseLarge"]), ("parse", ["Parse", "ParseLarge"]), ("Sorce", ["Score"]),
        ("Length", ["PathLength"]), ("Nothing at all", []), ("", []),
    ])
    func `names that contain the text or differ in few letters are near`(text: String, near: [String]) {
        #expect(NearNames.of(text, in: Self.names) == near)
    }

    @Test func `the question names them`() {
        #expect(NearNames.question("pars", in: Self.names) == "did you mean “Parse” or “ParseLarge”?")
        #expect(NearNames.question("zzzzzz", in: Self.names) == nil)
    }
}
