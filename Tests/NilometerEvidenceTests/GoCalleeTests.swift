import Testing

@testable import NilometerEvidence

/// Callees are told apart by the form in which Go's compiler prints a call.
struct GoCalleeTests {
    @Test(arguments: [
        ("(*wire.Sender).Send(s, packet[:12])", "(*wire.Sender).Send"), ("trace.Record(ev)", "trace.Record"),
        ("d.clock.Fill(&now)", "d.clock.Fill"), ("Of[go.shape.int](x)", "Of[go.shape.int]"), ("f(func() { g() })", "f"),
    ])
    func `the callee is what stands before the arguments`(call: String, name: String) {
        #expect(GoCallee(call: call)?.name == name)
    }

    @Test(arguments: ["", "x", "(a)", "(*T).M", "((((", "]]]", "()"])
    func `what is no call has no callee`(text: String) {
        #expect(GoCallee(call: text) == nil)
    }

    @Test(arguments: [
        ("(*wire.Sender).Send", "(*Sender).Send", "example.com/x/wire", true),
        ("(*Sender).Send", "(*Sender).Send", "example.com/x/wire", true),
        ("(*wire.Other).Send", "(*Sender).Send", "example.com/x/wire", false),
        ("heap.Push", "(*byTime).Push", "example.com/x", false),
        ("trace.Record", "Record", "example.com/x/trace", true),
        ("other.Record", "Record", "example.com/x/trace", false),
    ])
    func `a call is of a function only by its whole name`(name: String, function: String, package: String, isIt: Bool) {
        #expect(GoCallee(name: name).isFunction(function, package: package) == isIt)
    }

    @Test(arguments: [
        ("(*T).M", true), ("keep", true), ("f", false), ("trace.Record", true), ("w.Write", false),
        ("d.clock.Fill", false),
        ("heap.Push", true),
    ])
    func `interfaces and variables are not static`(name: String, isStatic: Bool) {
        let found = GoCallee(name: name).isStatic(packages: GoCallee.standard.union(["trace"]), functions: ["keep"])
        #expect(found == isStatic)
    }
}
