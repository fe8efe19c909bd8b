/// The kinds of cause that an explanation can name; the raw values are permanent.
public enum AllocationPattern: String, Sendable, Codable, CaseIterable {
    /// The address of a local variable outlives its function.
    case returnPointer = "return-pointer"
    /// A slice grows by appending because its capacity was not given.
    case sliceNoCapacity = "slice-no-capacity"
    /// A value is put into an interface.
    case interfaceBoxing = "interface-boxing"
    /// Text is made by a formatting function that takes values of any type.
    case fmtSprintf = "fmt-sprintf"
    /// A closure, or a variable that it captures, lives on the heap.
    case closureCapture = "closure-capture"
    /// A buffer is too large for the stack.
    case largeTemporaryBuffer = "large-temporary-buffer"
    /// A map is made each time a function is called.
    case mapInFunction = "map-in-function"
    /// A function is no longer inlined, so what it returns must outlive it.
    case inliningLost = "inlining-lost"
    /// A function that is called now keeps its argument.
    case calleeLeaksParameter = "callee-leaks-param"
    /// The same objects are made, and each is larger.
    case objectGrew = "object-grew"
    /// Texts are joined into a new one.
    case stringConcatenation = "string-concatenation"
    /// A text is copied into bytes, or bytes into a text.
    case stringBytesConversion = "string-bytes-conversion"
    /// The callee is not known when compiling, so its arguments are taken to be kept.
    case dynamicCall = "dynamic-call"
    /// Values are boxed into the slice of a variadic parameter.
    case variadicBoxing = "variadic-boxing"
    /// A method value or a deferred call needs an object of its own.
    case methodValue = "method-value"
    /// A map grows while it is filled.
    case mapGrowth = "map-growth"
    /// The toolchain, its flags or a dependency changed, and the source did not.
    case contextChange = "context-change"
    /// Swift: an instance of a class is made on the heap.
    case classInstance = "class-instance"
    /// Swift: a variable that an escaping closure captures lives in a box.
    case closureContext = "closure-context"
    /// Swift: a value too large for the buffer of an existential is boxed.
    case existentialBox = "existential-box"
    /// An array grows while it is filled.
    case arrayGrowth = "array-growth"
    /// The evidence does not tell.
    case unknown
}
