/// The constants of the decision on noisy series.
///
/// They were chosen on generated series of seeds 5000 and above, and tested on others.
struct Limits: Sendable {
    /// How many points of each side a test looks at.
    var reach = 100
    /// The shortest segment among the candidates.
    var shortest = 3
    /// The price of a candidate segment, in units of log n.
    var penalty = 2.0
    /// The level at which a boundary is accepted without a second witness.
    var strong = 1e-7
    /// The level at which a boundary may be accepted by further evidence.
    var weak = 1e-3
    /// The level at which a boundary is suspected.
    var loose = 4e-3
    /// The smallest step in logs that is kept on series that are not quieter.
    var smallestStep = 0.005
    /// The lag-1 correlation that is ignored.
    var ignoredCorrelation = 0.15
    /// How often the correlation is estimated anew: each time with fewer false segments, so that it comes nearer to the truth.
    var rounds = 4
    /// What a unit of the kernel's gain adds to −log₁₀ p.
    var kernelWeight = 0.8
    /// From which sum of both a suspected boundary is accepted.
    var evidence = 8.8
    /// What is asked in addition where noise is correlated, for each unit by which it widens intervals.
    var correlatedEvidence = 6.0
    /// How many points of each side the kernel looks at.
    var kernelReach = 100
    /// The bandwidth of the kernel: the factor on the inverse median squared difference.
    var kernelSharpness = 1.0
}
