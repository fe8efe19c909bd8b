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
                broken += faults(of: findings, in: points).map { "\(name): \($0)" }
            }
        }
        return broken
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
