public import NilometerCore

/// What to do about each kind of cause.
public enum PatternText {
    /// One sentence; empty where nothing can be advised.
    public static func fix(of pattern: AllocationPattern) -> String {
        switch pattern {
        case .returnPointer: "Return the value, or let the caller pass a pointer to be filled."
        case .sliceNoCapacity: "Give the slice its capacity before the loop, with make([]T, 0, n)."
        case .interfaceBoxing: "Take the concrete type, or make the function generic, so that the value is not boxed."
        case .fmtSprintf: "Build the text with strconv and strings.Builder, or append to a buffer that is kept."
        case .closureCapture:
            "Pass what the closure captures as arguments, or keep the closure from outliving the call."
        case .largeTemporaryBuffer: "Keep the buffer in a sync.Pool or with its owner, and use it again."
        case .mapInFunction: "Make the map once, and empty it with clear() before each use."
        case .inliningLost:
            "Bring the function below the inliner's budget again, or move its rare path into another one."
        case .calleeLeaksParameter: "Let the callee copy the value instead of keeping the pointer."
        case .objectGrew:
            "Make the type smaller: order its fields, split off what is rarely used, or keep it out of the slice."
        case .stringConcatenation: "Collect the parts in a strings.Builder that has been grown to the length."
        case .stringBytesConversion: "Stay with bytes or with text throughout, or convert once outside the loop."
        case .dynamicCall:
            "Call a known function where it is hot, or hand over a buffer that lives longer than the call."
        case .variadicBoxing: "Ask first whether the values are wanted, or take them as typed arguments."
        case .methodValue: "Make the method value once and keep it, or call the method directly."
        case .mapGrowth: "Give the map its size when it is made, with make(map[K]V, n)."
        case .contextChange:
            "Nothing in the source changed; compare the toolchain, its flags and the dependencies of both runs."
        case .classInstance: "Use a struct, or make the instance once and use it again."
        case .closureContext: "Let the closure not escape, or capture a constant copy in its capture list."
        case .existentialBox: "Make the function generic, or keep the value within three words."
        case .arrayGrowth: "Reserve the capacity before the loop, with reserveCapacity."
        case .unknown: ""
        }
    }

    /// A small example; nil where a sentence says it all.
    public static func example(of pattern: AllocationPattern) -> ExplainedSite.Example? {
        switch pattern {
        case .returnPointer:
            .init(
                before: "func load() *Item { it := Item{}; return &it }",
                after: "func load(into *Item) { *into = Item{} }"
            )
        case .sliceNoCapacity: .init(before: "var ids []int", after: "ids := make([]int, 0, len(items))")
        case .interfaceBoxing: .init(before: "func put(v any)", after: "func put[T any](v T)")
        case .fmtSprintf: .init(before: "s := fmt.Sprintf(\"%s:%d\", k, n)", after: "s := k + \":\" + strconv.Itoa(n)")
        case .closureCapture: .init(before: "run(func() { use(x) })", after: "run(use, x)")
        case .largeTemporaryBuffer:
            .init(before: "buf := make([]byte, 1<<18)", after: "buf := pool.Get().(*[1 << 18]byte)")
        case .mapInFunction: .init(before: "seen := make(map[string]bool)", after: "clear(c.seen)")
        case .inliningLost:
            .init(
                before: "func get() *P { if bad { log(…) }; return &P{} }",
                after: "func get() *P { if bad { slow() }; return &P{} }"
            )
        case .calleeLeaksParameter: .init(before: "last = ev", after: "last = *ev")
        case .objectGrew:
            .init(before: "type R struct { a bool; n int64; b bool }", after: "type R struct { n int64; a, b bool }")
        case .stringConcatenation: .init(before: "s += part", after: "b.WriteString(part)")
        case .stringBytesConversion: .init(before: "w.Write([]byte(s))", after: "io.WriteString(w, s)")
        case .dynamicCall: .init(before: "var buf [8]byte; w.Write(buf[:])", after: "w.Write(e.scratch[:])")
        case .variadicBoxing: .init(before: "debugf(\"%d\", n)", after: "if debugging { debugf(\"%d\", n) }")
        case .methodValue: .init(before: "each(s.visit)", after: "each(s.visitor) // kept: s.visitor = s.visit")
        case .mapGrowth: .init(before: "m := map[string]int{}", after: "m := make(map[string]int, len(items))")
        case .arrayGrowth: .init(before: "var out: [Int] = []", after: "var out: [Int] = []; out.reserveCapacity(n)")
        case .contextChange, .classInstance, .closureContext, .existentialBox, .unknown: nil
        }
    }
}
