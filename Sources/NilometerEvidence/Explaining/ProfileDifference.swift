import NilometerCore

/// The difference of two profiles of one benchmark, by line of the later commit.
struct ProfileDifference {
    /// The lines that allocate at the later commit, and what they did before.
    private(set) var growths: [Growth] = []

    /// Maps the earlier lines and subtracts; what stood on lines that are gone is netted within its function.
    ///
    /// Each side's weights are divided by its number of operations.
    init(
        before: BenchmarkWeights,
        after: BenchmarkWeights,
        map: LineMap,
        iterations: (before: Double, after: Double)
    ) {
        var mapped: [SourcePlace: (objects: Double, bytes: Double)] = [:]
        var gone: [String: (objects: Double, bytes: Double)] = [:]
        for site in before.sites.values {
            let objects = site.objects / iterations.before
            let bytes = site.bytes / iterations.before
            if case .kept(let place) = map.fate(of: site.place), map.isKnown, after.sites[place] != nil {
                mapped[place, default: (0, 0)].objects += objects
                mapped[place, default: (0, 0)].bytes += bytes
            } else {
                let key = Self.key(map.path(of: site.place.file), site.function)
                gone[key, default: (0, 0)].objects += objects
                gone[key, default: (0, 0)].bytes += bytes
            }
        }
        for site in after.sites.values.sorted(by: { ($0.bytes, $1.place.line) > ($1.bytes, $0.place.line) }) {
            let known = mapped[site.place]
            growths.append(
                Growth(
                    site: site,
                    objectsBefore: known?.objects ?? 0,
                    objectsAfter: site.objects / iterations.after,
                    bytesBefore: known?.bytes ?? 0,
                    bytesAfter: site.bytes / iterations.after,
                    isSameLine: known != nil
                )
            )
        }
        net(&gone)
    }

    private mutating func net(_ gone: inout [String: (objects: Double, bytes: Double)]) {
        for index in growths.indices {
            let key = Self.key(growths[index].site.place.file, growths[index].site.function)
            guard let left = gone[key] else { continue }
            let objects = min(left.objects, max(0, growths[index].objects))
            let bytes = min(left.bytes, max(0, growths[index].bytes))
            growths[index].objectsBefore += objects
            growths[index].bytesBefore += bytes
            gone[key] = (left.objects - objects, left.bytes - bytes)
        }
    }

    /// The function without the closures in it, so that what moved into a closure is netted, too.
    private static func key(_ file: String, _ function: String) -> String {
        "\(file)|\(GoName("." + function).outer)"
    }
}
