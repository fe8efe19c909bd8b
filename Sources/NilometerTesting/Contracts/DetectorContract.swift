public import NilometerCore

/// What every detector must hold, whatever points it is given.
public enum DetectorContract {
    /// The sentences of the contract that the detector breaks on these lists of points; empty when it holds.
    public static func broken(by detector: any Detector, on lines: [[Point]]) -> [String] {
        var broken: [String] = []
        if detector.id.isEmpty { broken.append("the detector has no id") }
        for (number, points) in lines.enumerated() {
            for isExact in [true, false] {
                let findings = detector.findings(in: points, isExact: isExact)
                let name = "list \(number) of \(points.count) points\(isExact ? ", exact" : "")"
                if detector.findings(in: points, isExact: isExact) != findings {
                    broken.append("\(name): a second look finds something else")
                }
                broken += faultsOfGoingOn(detector, points, isExact).map { "\(name): \($0)" }
                broken += faults(of: findings, in: points).map { "\(name): \($0)" }
            }
        }
        return broken
    }

    /// From whatever a detector keeps after some points it finds what it finds in all, or asks for all.
    private static func faultsOfGoingOn(_ detector: any Detector, _ points: [Point], _ isExact: Bool) -> [String] {
        let whole = detector.findings(in: points, isExact: isExact)
        guard let all = detector.findings(in: points, isExact: isExact, after: nil) else {
            return ["all points are not enough"]
        }
        var faults = all.findings == whole ? [] : ["what is found differs when a state is asked for"]
        for count in [points.count / 2, points.count * 3 / 4, points.count - 1] where count > 0 {
            let some = detector.findings(in: Array(points.prefix(count)), isExact: isExact, after: nil)
            guard let state = some?.state else { continue }
            guard 0...count ~= state.count, 0...state.count ~= state.first else {
                faults.append("a state of \(state.first) to \(state.count) after \(count) points")
                continue
            }
            let tail = Array(points[state.first...])
            guard let found = detector.findings(in: tail, isExact: isExact, after: state) else { continue }
            if found.findings != whole { faults.append("going on after \(count) points finds something else") }
        }
        return faults
    }

    private static func faults(of findings: Findings, in points: [Point]) -> [String] {
        var faults: [String] = []
        if !["exact", "quantised", "noisy"].contains(findings.seriesClass) {
            faults.append("the class is “\(findings.seriesClass)”")
        }
        var last = 0
        for finding in findings.changes {
            if finding.index <= last { faults.append("the index \(finding.index) follows \(last)") }
            last = finding.index
            guard points.indices.contains(finding.index) else { continue }
            if !finding.range.contains(finding.index) || finding.range.lowerBound < 0
                || finding.range.upperBound >= points.count
            {
                faults.append("the range \(finding.range) of index \(finding.index)")
            }
            if !finding.before.isFinite || !finding.after.isFinite || finding.before == finding.after {
                faults.append("the levels \(finding.before) and \(finding.after)")
            }
            if finding.state == .retracted { faults.append("a detector retracts nothing by itself") }
            if let p = finding.p, !(0...1).contains(p) { faults.append("p is \(p)") }
            if let interval = finding.interval, let ratio = finding.ratio, !interval.contains(ratio) {
                faults.append("the ratio \(ratio) is outside of \(interval)")
            }
        }
        if last >= points.count, last > 0 { faults.append("the index \(last) is no point") }
        return faults
    }
}
