import NilometerCore

/// What one line of the repository allocates in a profile, for one benchmark.
struct SiteWeight {
    /// The line; in a test only where nothing of the repository's own code lies between it and the allocation.
    var place: SourcePlace
    /// The function, as the compiler names it.
    var function: String
    /// The function's package.
    var package: String
    /// Totals of the profile.
    var objects = 0.0
    var bytes = 0.0
    /// The innermost function of the heaviest stack, where it is not the site's own.
    var leaf: String?
    var leafBytes = -1.0
    /// The calls into which the site's function was inlined, the nearest first.
    var outer: [SourcePlace] = []
    /// The functions from the benchmark to the site, outermost first, of the heaviest stack.
    var callers: [String] = []
}
