/// What a bisection does next, or how it ended.
public enum BisectionStep: Sendable, Equatable {
    /// Why a level is said not to have moved once and at once.
    public enum Shape: Sendable, Equatable {
        /// The commits at these places have a third level, about.
        case severalSteps(middle: Range<Int>)
        /// It moved little by little.
        case gradual
    }

    /// Measure the commit at this place.
    case measure(Int)
    /// The commit is found.
    case found(BisectionEstimate)
    /// The ends were measured often, and do not differ.
    case noDifference(BisectionEstimate)
    /// The level moved more than once, or gradually.
    case notOneStep(Shape, BisectionEstimate)
}
