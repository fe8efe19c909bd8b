import NilometerCore

/// The weights of one benchmark in a profile, by line of the repository.
struct BenchmarkWeights {
    private(set) var sites: [SourcePlace: SiteWeight] = [:]
    private(set) var objects = 0.0
    private(set) var bytes = 0.0
    /// The benchmarks of which the profile has stacks.
    private(set) var benchmarks: Set<String> = []

    /// No weights.
    init() {}

    /// Gathers them in one pass over the calls.
    ///
    /// Each allocation belongs to the innermost line of the repository outside its tests; where there is none, to the
    /// innermost line of the test. Stacks of goroutines, which lack the benchmark, are counted where the profile is of
    /// one benchmark alone.
    init(_ profile: StackProfile, benchmark: String, package: String?, tree: SourceTree) {
        let names = profile.frames.map { GoName($0.function) }
        let paths = profile.frames.map { tree.path(of: $0.file) }
        for name in names { if let found = name.benchmark { benchmarks.insert(found) } }
        let isAlone = benchmarks.subtracting([benchmark]).isEmpty
        let objectColumn = profile.column(of: .objects)
        let byteColumn = profile.column(of: .bytes)
        var isInside = [Bool](repeating: false, count: profile.nodes.count)
        var owner = [Int32](repeating: -1, count: profile.nodes.count)
        for (index, node) in profile.nodes.enumerated() {
            let frame = Int(node.frame)
            let parent = Int(node.parent)
            let name = names[frame]
            let isBenchmark =
                name.benchmark == benchmark
                && (package == nil || name.package == package || name.package == (package ?? "") + "_test")
            let isFree = parent < 0 && isAlone && paths[frame] != nil && name.benchmark == nil
            isInside[index] = (parent >= 0 && isInside[parent]) || isBenchmark || isFree
            guard isInside[index] else { continue }
            owner[index] = parent >= 0 ? owner[parent] : -1
            if let path = paths[frame] {
                let isTest = path.hasSuffix("_test.go")
                let known = owner[index] >= 0 ? paths[Int(profile.nodes[Int(owner[index])].frame)] : nil
                if !isTest || known == nil || known?.hasSuffix("_test.go") == true { owner[index] = Int32(index) }
            }
            let count = objectColumn.map { profile.weight(of: index, column: $0) } ?? 0
            let size = byteColumn.map { profile.weight(of: index, column: $0) } ?? 0
            guard count != 0 || size != 0, owner[index] >= 0 else { continue }
            objects += count
            bytes += size
            add(profile, names, paths, owner: Int(owner[index]), leaf: index, objects: count, bytes: size)
        }
    }

    private mutating func add(
        _ profile: StackProfile,
        _ names: [GoName],
        _ paths: [String?],
        owner: Int,
        leaf: Int,
        objects: Double,
        bytes: Double
    ) {
        let frame = profile.nodes[owner].frame
        let place = SourcePlace(file: paths[Int(frame)] ?? "", line: profile.frames[Int(frame)].line)
        let name = names[Int(frame)]
        var site = sites[place] ?? SiteWeight(place: place, function: name.function, package: name.package)
        site.objects += objects
        site.bytes += bytes
        if bytes > site.leafBytes {
            site.leafBytes = bytes
            site.function = name.function
            site.leaf = leaf == owner ? nil : profile.frames[Int(profile.nodes[leaf].frame)].function
            site.outer = []
            site.callers = []
            var place = owner
            var isInlined = true
            while place >= 0 {
                let frame = Int(profile.nodes[place].frame)
                if place != owner, isInlined, let path = paths[frame] {
                    site.outer.append(SourcePlace(file: path, line: profile.frames[frame].line))
                }
                isInlined = isInlined && profile.frames[frame].isInlined
                if place != owner { site.callers.insert(names[frame].function, at: 0) }
                if names[frame].benchmark != nil { break }
                place = Int(profile.nodes[place].parent)
            }
        }
        sites[place] = site
    }
}
